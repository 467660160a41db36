namespace SmtpCodeApi.Hosting;

/// <summary>Tells, once the service listens, which addresses to open.</summary>
internal static partial class Announcement
{
    private static readonly string[] WorthOpening = ["/", "/codes/354", "/compare?a=354&b=535", "/codes", "/swagger"];

    public static void AnnounceAddresses(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        foreach (var address in app.Urls)
        {
            var host = address.Replace("//[::]:", "//localhost:", StringComparison.Ordinal).Replace("//0.0.0.0:", "//localhost:", StringComparison.Ordinal);
            foreach (var path in WorthOpening)
            {
                LogAddress(app.Logger, host + path);
            }
        }
    });

    [LoggerMessage(LogLevel.Information, "Open {Address}")]
    private static partial void LogAddress(ILogger logger, string address);
}
