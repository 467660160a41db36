using System.Net.Http.Headers;

namespace SmtpCodeApi.LoadBench;

/// <summary>Single requests, for what is fetched and checked; nothing here is timed.</summary>
internal static class Http
{
    public static HttpClient ClientOf(Subject subject) => new(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None })
    {
        BaseAddress = new($"http://127.0.0.1:{subject.Port}"),
    };

    public static async Task<HttpResponseMessage> GetAsync(HttpClient client, string address, string coding = "", EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (coding.Length > 0)
        {
            request.Headers.AcceptEncoding.Add(new(coding));
        }

        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await client.SendAsync(request);
    }
}
