namespace SmtpCodeApi.Hosting;

/// <summary>The health check of the container image, which has neither shell nor curl: the service asks itself.</summary>
internal static class HealthProbe
{
    /// <summary>The argument that turns the program into the probe.</summary>
    public const string Argument = "--healthcheck";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks the service on this machine whether it is ready.</summary>
    /// <returns>The exit code: 0 where it is, 1 where it is not or does not answer.</returns>
    public static async Task<int> RunAsync()
    {
        var port = Setting($"{ServiceOptions.Section}__{nameof(ServiceOptions.ManagementPort)}") is { } own and not "0" ? own
            : Setting("ASPNETCORE_HTTP_PORTS")?.Split(';')[0] ?? "8080";
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return 1;
        }
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
