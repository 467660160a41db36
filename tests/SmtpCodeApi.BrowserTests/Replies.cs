namespace SmtpCodeApi.BrowserTests;

/// <summary>What servers said, to paste.</summary>
internal static class Replies
{
    /// <summary>Two lines that contradict themselves: a permanent reply code, a temporary enhanced status code, and words that ask for another try.</summary>
    public const string Greylisted = "550-4.7.1 Greylisted, please try again\n550 4.7.1 in five minutes";

    /// <summary>Markup that would do something if it were taken for markup, in a reply that is understood all the same.</summary>
    public const string Hostile = "550 5.1.1 <script>window.harmed = true</script> \"><img src=x onerror=\"window.harmed = true\"> user unknown";
}
