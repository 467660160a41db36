using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SmtpCodeApi.LoadBench;

/// <summary>What has to hold before anything is timed: every subject answers with the same octets, and the service answers every request of every pass.</summary>
internal static class Checks
{
    private const int PairsToCheck = 50;

    /// <summary>Checks the answers to code look-ups and comparisons of a subject against those of the service.</summary>
    /// <returns>The subject's entity tag for the code look-up; empty for none.</returns>
    public static async Task<string> AnswersAsync(Subject subject, HttpClient service, Fixtures fixtures)
    {
        using var client = Http.ClientOf(subject);
        var etag = await SameAsync(subject, client, service, Fixtures.Code, "");
        await SameAsync(subject, client, service, Fixtures.Code, "gzip");
        if (subject.HasReadyBrotli)
        {
            await SameAsync(subject, client, service, Fixtures.Code, "br");
        }

        foreach (var pair in fixtures.Common.Take(PairsToCheck))
        {
            await SameAsync(subject, client, service, pair, "");
        }

        if (!subject.HasETag)
        {
            return "";
        }

        Require(etag is not null, $"{subject.Name} gives no entity tag.");
        using var again = await Http.GetAsync(client, Fixtures.Code, "", etag);
        Require(again.StatusCode == HttpStatusCode.NotModified && (await again.Content.ReadAsByteArrayAsync()).Length == 0, $"{subject.Name} answers a request with its own entity tag with {again.StatusCode}.");
        return etag!.ToString();
    }

    /// <summary>Checks that the service answers each search, explanation and line of a batch.</summary>
    public static async Task RequestsAsync(HttpClient service, Workload workload)
    {
        foreach (var query in workload.Queries)
        {
            using var found = JsonDocument.Parse(await service.GetStringAsync(new Uri($"/codes?q={Uri.EscapeDataString(query)}", UriKind.Relative)));
            Require(found.RootElement.GetProperty("total").GetInt32() > 0, $"Nothing is found for '{query}'.");
        }

        foreach (var reply in workload.Replies)
        {
            using var body = new StringContent(reply, Encoding.UTF8, "text/plain");
            using var answer = await service.PostAsync(new Uri("/explain", UriKind.Relative), body);
            Require(answer.StatusCode == HttpStatusCode.OK, $"'{reply}' is answered with {answer.StatusCode}.");
        }

        using var lines = new StringContent(string.Join('\n', workload.BatchLines), Encoding.UTF8, "application/x-ndjson");
        using var batch = await service.PostAsync(new Uri("/explain/batch", UriKind.Relative), lines);
        var answers = (await batch.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Require(answers.Length == workload.BatchLines.Count, $"{workload.BatchLines.Count} lines have {answers.Length} answers.");
        Require(answers.All(IsResult), "A line of the batch is answered with a problem.");
    }

    private static bool IsResult(string line)
    {
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object;
    }

    private static async Task<EntityTagHeaderValue?> SameAsync(Subject subject, HttpClient client, HttpClient service, string address, string coding)
    {
        using var right = await Http.GetAsync(service, address, coding);
        using var answer = await Http.GetAsync(client, address, coding);
        var (expected, actual) = (await right.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());
        var what = $"{subject.Name} {address} {coding}".TrimEnd();
        Require(answer.StatusCode == HttpStatusCode.OK, $"{what}: the status is {answer.StatusCode}.");
        Require(string.Join(',', answer.Content.Headers.ContentEncoding) == coding, $"{what}: the coding is '{string.Join(',', answer.Content.Headers.ContentEncoding)}'.");
        Require(answer.Content.Headers.ContentType?.MediaType == "application/json", $"{what}: the type is '{answer.Content.Headers.ContentType}'.");
        Require(Decode(expected, coding).AsSpan().SequenceEqual(Decode(actual, coding)), $"{what}: the octets are not those of the service.");
        Require(!subject.HasReadyBytes || expected.AsSpan().SequenceEqual(actual), $"{what}: the compressed octets are not those of the service.");
        return answer.Headers.ETag;
    }

    private static byte[] Decode(byte[] body, string coding)
    {
        using Stream stream = coding switch
        {
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        using var decoded = new MemoryStream();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
