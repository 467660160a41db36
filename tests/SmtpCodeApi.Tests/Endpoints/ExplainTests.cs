using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace SmtpCodeApi.Tests.Endpoints;

public sealed class ExplainTests(ApiFixture api)
{
    private const string Reply = "550-5.1.1 <bob@example.org>: Recipient address rejected:\r\n550 5.1.1 User unknown in virtual mailbox table";

    private static readonly string[] Members =
        ["id", "reply", "code", "enhanced", "category", "action", "confidence", "permanent", "retry", "summary", "explanation", "howToFix", "steps", "evidence", "provider", "conflicts", "recipients"];

    public static TheoryData<string, string> Bodies => new()
    {
        { "application/json", $$"""{ "reply": "{{Reply.Replace("\r\n", "\\r\\n", StringComparison.Ordinal)}}" }""" },
        { "application/json; charset=utf-8", $$"""{ "reply": "{{Reply.Replace("\r\n", "\\n", StringComparison.Ordinal)}}", "unheardOf": 1 }""" },
        { "text/plain", Reply },
        { "text/plain; charset=iso-8859-1", Reply },
        { "text/plain; charset=x-unheard-of", Reply },
        { "text/plain; charset=utf-7", Reply },
        { "application/x-www-form-urlencoded", "reply=" + Uri.EscapeDataString(Reply) },
        { "application/x-www-form-urlencoded", Reply },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task AnyKindOfBody_IsExplained(string type, string body)
    {
        using var response = await PostAsync(type, Encoding.UTF8.GetBytes(body));
        var explanation = await ExplanationAsync(response);
        Assert.Equal(("550", "5.1.1", "bad-mailbox", "suppress-recipient", true), Decisive(explanation));
        Assert.Equal("/codes/5.1.1", (string?)explanation["enhanced"]!["href"]);
        Assert.Empty(explanation["recipients"]!.AsArray());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task Context_RefinesTheAnswerAndTheIdComesBack()
    {
        using var response = await PostAsync("application/json", """{ "id": "e-1", "reply": "mailbox trouble", "command": "RCPT TO", "host": "gmail-smtp-in.l.google.com", "code": 552, "enhancedCode": "5.2.2" }"""u8.ToArray());
        var explanation = await ExplanationAsync(response);
        Assert.Equal(("e-1", "552", "5.2.2", "quota-issues", "gmail"), ((string?)explanation["id"], (string?)explanation["reply"]!["code"], (string?)explanation["reply"]!["enhancedCode"], (string?)explanation["category"], (string?)explanation["provider"]!["id"]));
    }

    [Fact]
    public async Task CodeWithoutReply_IsExplained()
    {
        using var response = await PostAsync("application/json", """{ "enhancedCode": "5.1.1" }"""u8.ToArray());
        Assert.Equal("bad-mailbox", (string?)(await ExplanationAsync(response))["category"]);
    }

    [Theory]
    [InlineData("bounce.eml", "application/octet-stream")]
    [InlineData("bounce", "message/rfc822")]
    public async Task DroppedMessage_IsReadAsABounce(string name, string type)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(Bounce));
        file.Headers.ContentType = new(type);
        form.Add(file, "file", name);
        using var response = await api.Client.PostAsync("/explain", form, TestContext.Current.CancellationToken);
        AssertBounce(await ExplanationAsync(response));
    }

    [Fact]
    public async Task DroppedText_IsReadAsAReply()
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(Reply));
        form.Add(file, "file", "reply.txt");
        using var response = await api.Client.PostAsync("/explain", form, TestContext.Current.CancellationToken);
        Assert.Equal("550", (string?)(await ExplanationAsync(response))["reply"]!["code"]);
    }

    [Theory]
    [InlineData("message/rfc822", false)]
    [InlineData("message/global", false)]
    [InlineData("multipart/report; report-type=delivery-status; boundary=b", true)]
    [InlineData("message/delivery-status", true)]
    public async Task BounceMessage_HasAnExplanationForEachRecipient(string type, bool partOnly)
    {
        var body = !partOnly ? Bounce
            : type.StartsWith("multipart", StringComparison.Ordinal) ? Bounce[Bounce.IndexOf("--b", StringComparison.Ordinal)..]
            : Bounce[Bounce.IndexOf("Reporting-MTA", StringComparison.Ordinal)..Bounce.IndexOf("--b\nContent-Type: message/rfc822", StringComparison.Ordinal)];
        using var response = await PostAsync(type, Encoding.UTF8.GetBytes(body));
        AssertBounce(await ExplanationAsync(response));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("message/rfc822")]
    [InlineData("message/delivery-status")]
    [InlineData("application/x-ndjson")]
    public async Task AnyBytes_AreAnExplanationOrAProblem(string type)
    {
        var seed = Gen.OneOf(
            Gen.Const(Array.Empty<byte>()),
            Gen.Const(Encoding.UTF8.GetBytes(Bounce)),
            Gen.Const(Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=file; filename=a.eml\r\n\r\n{Bounce}\r\n--b--")),
            Gen.Const("""{ "reply": "550 5.1.1 no", "code": 550 }"""u8.ToArray()));
        var body = Gen.Select(seed, Gen.Double[0, 1], Gen.Byte.Array[0, 300], (bytes, part, noise) => (byte[])[.. bytes.AsSpan(0, (int)(bytes.Length * part)), .. noise, .. bytes.AsSpan((int)(bytes.Length * part))]);
        await body.SampleAsync(
            async bytes =>
            {
                using var response = await PostAsync(type, bytes);
                Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}");
                Assert.Contains(response.Content.Headers.ContentType?.MediaType, (string[])["application/json", "application/problem+json"]);
                Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task BytesThatAreNoUtf8_AreReplacedNotRefused()
    {
        using var response = await PostAsync("text/plain", [.. "550 5.1.1 "u8, 0xff, 0xfe, .. " user unknown"u8]);
        Assert.Equal("5.1.1", (string?)(await ExplanationAsync(response))["reply"]!["enhancedCode"]);
    }

    [Fact]
    public async Task Query_IsExplainedToo()
    {
        var explanation = (await api.GetJsonAsync("/explain?reply=" + Uri.EscapeDataString(Reply))).AsObject();
        Assert.Equal(("550", "5.1.1", "bad-mailbox", "suppress-recipient", true), Decisive(explanation));
        Assert.Equal("quota-issues", (string?)(await api.GetJsonAsync("/explain?enhancedCode=4.2.2"))["category"]);
    }

    [Theory]
    [InlineData("application/json", "{}", 400, "missing-parameter")]
    [InlineData("application/json", """{ "reply": "  " }""", 400, "missing-parameter")]
    [InlineData("application/json", "null", 400, "unreadable-body")]
    [InlineData("application/json", "[]", 400, "unreadable-body")]
    [InlineData("application/json", "{ not json", 400, "unreadable-body")]
    [InlineData("application/json", """{ "reply": 5 }""", 400, "unreadable-body")]
    [InlineData("application/json", """{ "code": "35a" }""", 400, "invalid-parameter")]
    [InlineData("application/json", """{ "code": "5.1.1" }""", 400, "invalid-parameter")]
    [InlineData("application/json", """{ "enhancedCode": "550" }""", 400, "invalid-parameter")]
    [InlineData("application/x-www-form-urlencoded", "reply=a&reply=b", 400, "invalid-parameter")]
    [InlineData("text/plain", "", 400, "missing-parameter")]
    [InlineData("multipart/form-data; boundary=x", "nonsense", 400, "unreadable-body")]
    [InlineData("application/xml", "<reply/>", 415, "unsupported-media-type")]
    [InlineData("application/json", "{ \"code\": true }", 400, "unreadable-body")]
    [InlineData("application/json", "{ \"reply\": \"\\ud800\" }", 400, "unreadable-body")]
    [InlineData("multipart/form-data; boundary=b; charset=utf-7", "--b\r\nContent-Disposition: form-data; name=reply\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n550\r\n--b--", 400, "unreadable-body")]
    [InlineData("multipart/form-data", "550", 400, "unreadable-body")]
    [InlineData("image/png", "x", 415, "unsupported-media-type")]
    public async Task BadBody_IsAProblem(string type, string body, int status, string problem)
    {
        using var response = await PostAsync(type, Encoding.UTF8.GetBytes(body));
        await ApiFixture.ProblemAsync(response, status, problem);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task UnsupportedType_NamesTheAcceptedOnes()
    {
        using var response = await PostAsync("application/xml", "x"u8.ToArray());
        Assert.Contains("message/rfc822", (string?)(await ApiFixture.ProblemAsync(response, 415, "unsupported-media-type"))["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("message/rfc822")]
    public async Task BodyOverTheLimit_Is413(string type)
    {
        using var response = await PostAsync(type, new byte[(256 * 1024) + 1]);
        await ApiFixture.ProblemAsync(response, 413, "payload-too-large");
    }

    [Fact]
    public async Task BodyOverTheLimit_SentInChunks_Is413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/explain") { Content = new ByteArrayContent(new byte[300 * 1024]) };
        request.Content.Headers.ContentType = new("text/plain");
        request.Headers.TransferEncodingChunked = true;
        using var client = api.NewClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await ApiFixture.ProblemAsync(response, 413, "payload-too-large");
    }

    [Fact]
    public async Task BodyAtTheLimit_IsExplained()
    {
        var body = new byte[256 * 1024];
        Array.Fill(body, (byte)'x');
        "550 5.1.1 user unknown "u8.CopyTo(body);
        using var response = await PostAsync("text/plain", body);
        Assert.Equal("550", (string?)(await ExplanationAsync(response))["reply"]!["code"]);
    }

    [Theory]
    [InlineData("/explain", 400, "missing-parameter")]
    [InlineData("/explain?reply=", 400, "missing-parameter")]
    [InlineData("/explain?reply=a&reply=b", 400, "invalid-parameter")]
    [InlineData("/explain?code=x", 400, "invalid-parameter")]
    public async Task BadQuery_IsAProblem(string path, int status, string problem) => await api.GetProblemAsync(path, status, problem);

    [Fact]
    public async Task QueryOverTheLimit_Is414() => await api.GetProblemAsync("/explain?reply=" + new string('x', 4097), 414, "payload-too-large");

    [Fact]
    public async Task Accept_IsNegotiatedAsElsewhere() => await api.GetProblemAsync("/explain?reply=550", 406, "not-acceptable", ("Accept", "application/xml"));

    private const string Bounce =
        "From: MAILER-DAEMON@mail.example.com\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        + "--b\nContent-Type: text/plain\n\nUndelivered.\n\n"
        + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n\n"
        + "Final-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 Mailbox full\n\n"
        + "Final-Recipient: rfc822; carol@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        + "--b\nContent-Type: message/rfc822\n\nSubject: SECRET\n\nSECRET\n--b--\n";

    private static void AssertBounce(JsonObject explanation)
    {
        var recipients = explanation["recipients"]!.AsArray();
        Assert.Equal(["bob@example.org", "carol@example.org"], recipients.Select(recipient => (string?)recipient!["address"]));
        Assert.Equal(["quota-issues", "bad-mailbox"], recipients.Select(recipient => (string?)recipient!["explanation"]!["category"]));
        Assert.All(recipients, recipient => Assert.Equal(["address", "action", "status", "diagnostic", "explanation"], recipient!.AsObject().Select(member => member.Key)));
        Assert.Equal("quota-issues", (string?)explanation["category"]);
        Assert.DoesNotContain("SECRET", explanation.ToJsonString(), StringComparison.Ordinal);
    }

    private static (string?, string?, string?, string?, bool?) Decisive(JsonObject explanation) =>
        ((string?)explanation["reply"]!["code"], (string?)explanation["reply"]!["enhancedCode"], (string?)explanation["category"], (string?)explanation["action"], (bool?)explanation["permanent"]);

    private async Task<HttpResponseMessage> PostAsync(string type, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await api.Client.PostAsync("/explain", content, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonObject> ExplanationAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var explanation = (await ApiFixture.JsonAsync(response)).AsObject();
        Assert.Equal(Members, explanation.Select(member => member.Key));
        return explanation;
    }
}
