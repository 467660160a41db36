using SmtpCodes.Explanation;

namespace SmtpCodes.Tests.Explanation;

public sealed class ReplyParserTests
{
    [Theory]
    [InlineData("550 5.1.1 User unknown", "550", "5.1.1")]
    [InlineData("550-5.7.26 first line\r\n550 5.7.26 last line", "550", "5.7.26")]
    [InlineData("550-5.7.26 first line 550-5.7.26 second 550 5.7.26 last", "550", "5.7.26")]
    [InlineData("smtp; 550 5.1.1 <bob@example.org>... User unknown", "550", "5.1.1")]
    [InlineData("smtp;552 5.2.2 over quota", "552", "5.2.2")]
    [InlineData("x-unix; local delivery failed", null, null)]
    [InlineData("host mx.example.org[192.0.2.25] said: 450 4.2.0 greylisted (in reply to RCPT TO command)", "450", "4.2.0")]
    [InlineData("Remote host said: 554 rejected", "554", null)]
    [InlineData("#5.1.1 no such user", null, "5.1.1")]
    [InlineData("sorry, no mailbox here by that name. (#5.1.1)", null, "5.1.1")]
    [InlineData("Message rejected [550]", "550", null)]
    [InlineData("Message rejected (code 554)", "554", null)]
    [InlineData("550 (5.7.1) Refused", "550", "5.7.1")]
    [InlineData("550 #5.7.1 Refused", "550", "5.7.1")]
    [InlineData("'550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'", "550", "5.1.1")]
    [InlineData("5.7.606 banned", null, "5.7.606")]
    [InlineData("550 5.7.606 banned", "550", "5.7.606")]
    [InlineData("dsn=5.1.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.1.1 unknown)", "550", "5.1.1")]
    [InlineData("dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection timed out)", null, "4.4.1")]
    [InlineData("250 2.1.5 Ok\n354 go ahead\n552 5.3.4 too big", "552", "5.3.4")]
    [InlineData("553 5.7.1 [BL21] refused; see https://example.com/errors/550-bl21.html [550]", "553", "5.7.1")]
    [InlineData("552 4.2.2 mailbox full", "552", "4.2.2")]
    [InlineData("550", "550", null)]
    [InlineData("", null, null)]
    [InlineData("250 2.0.0 Ok: queued as 4F1A2", "250", "2.0.0")]
    public void FindCodes_Reply_FindsTheOnesThatCount(string text, string? code, string? enhanced)
    {
        var codes = ReplyParser.FindCodes(text, []);
        Assert.Equal((code, enhanced), (codes.Reply?.Id.ToString(), codes.Enhanced?.Id.ToString()));
        foreach (var found in new[] { codes.Reply, codes.Enhanced }.OfType<PlacedCode>())
        {
            Assert.Equal(found.Id.ToString(), text.Substring(found.Start, found.Length));
        }
    }

    [Theory]
    [InlineData("The message has 550 bytes")]
    [InlineData("SIZE=222 exceeded")]
    [InlineData("connection from 192.0.2.250 on port 587")]
    [InlineData("5.1.2.3 did not answer")]
    [InlineData("delivered on 2026-11-24 at 11:45:50")]
    [InlineData("limit of 500 recipients reached")]
    [InlineData("ticket 554123, id=20025-09")]
    [InlineData("Exim 4.94.2 said nothing")]
    [InlineData("Postfix 3.4.13 rejected it")]
    [InlineData("retry after 300 seconds")]
    [InlineData("quota exceeded by 552 KB")]
    [InlineData("queue id 4501234567")]
    [InlineData("v5.1.1 of the software")]
    [InlineData("code 5.07.1")]
    public void FindCodes_OtherNumbers_AreNotTakenForCodes(string text)
    {
        var codes = ReplyParser.FindCodes(text, []);
        Assert.Equal((null, null), (codes.Reply?.Id.ToString(), codes.Enhanced?.Id.ToString()));
    }

    [Fact]
    public void Parse_MultiLineReply_GivesItsWordsInOneLine()
    {
        const string Text = "550-5.7.1 Refused by policy,\r\n550 5.7.1 see https://example.com/why\r\n";
        var codes = ReplyParser.FindCodes(Text, []);
        var parsed = ReplyParser.Parse(Text, CodeAt(codes.Reply), CodeAt(codes.Enhanced));
        Assert.Equal(("550", "5.7.1", "Refused by policy, see https://example.com/why"), (parsed.Code, parsed.EnhancedCode, parsed.Text));
        Assert.Equal(["550-5.7.1 Refused by policy,", "550 5.7.1 see https://example.com/why"], parsed.Lines);
    }

    private static ReplyCode? CodeAt(PlacedCode? place) => place is { } code ? new(code.Id, null, code) : null;
}
