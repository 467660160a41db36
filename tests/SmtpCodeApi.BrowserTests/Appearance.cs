namespace SmtpCodeApi.BrowserTests;

/// <summary>A screen and a taste: phone or desktop, light or dark.</summary>
internal sealed record Appearance(int Width, int Height, ColorScheme Scheme)
{
    public static Appearance DesktopLight { get; } = new(1280, 800, ColorScheme.Light);

    public static Appearance DesktopDark { get; } = new(1280, 800, ColorScheme.Dark);

    public static Appearance PhoneLight { get; } = new(360, 740, ColorScheme.Light);

    public static Appearance PhoneDark { get; } = new(360, 740, ColorScheme.Dark);

    public async Task ApplyAsync(IPage page)
    {
        await page.SetViewportSizeAsync(Width, Height);
        await page.EmulateMediaAsync(new() { ColorScheme = Scheme });
    }
}
