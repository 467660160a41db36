using System.Text;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodes.Tests.Explanation;

public sealed class BounceReaderTests
{
    private static readonly BounceReader Reader = new(new(TestCatalog.Real));

    private const string Report =
        """
        From: MAILER-DAEMON@mail.example.com
        To: alice@example.com
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        This is the mail system at host mail.example.com.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example.com
        Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

        Final-Recipient: rfc822; carol@example.net
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.3]:25: Connection timed out

        Final-Recipient: rfc822; bob@example.org
        Original-Recipient: rfc822;bob@example.org
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.example.org
        Diagnostic-Code: smtp; 550 5.1.1 <bob@example.org>: Recipient address
            rejected: User unknown in virtual mailbox table

        Final-Recipient: rfc822; dave@example.org
        Action: delivered
        Status: 2.0.0

        --b
        Content-Type: message/rfc822

        From: alice@example.com
        To: bob@example.org
        Subject: SECRET-SUBJECT

        SECRET-BODY 550 5.7.1 spam
        --b--
        """;

    [Fact]
    public void Read_DeliveryReport_ExplainsEachFailedAndDelayedRecipient()
    {
        var bounce = Read(Report);
        Assert.Equal([("carol@example.net", "delayed", "4.4.1"), ("bob@example.org", "failed", "5.1.1")], bounce.Recipients.Select(recipient => (recipient.Address, recipient.Action, recipient.Status)));
        var bob = bounce.Recipients[1].Explanation;
        Assert.Equal(("550", "5.1.1", CodeCategory.BadMailbox, CodeAction.SuppressRecipient), (bob.Reply.Code, bob.Reply.EnhancedCode, bob.Category, bob.Action));
        Assert.Same(bob, bounce.Explanation);
        Assert.Equal("4.4.1", bounce.Recipients[0].Explanation.Reply.EnhancedCode);
    }

    [Fact]
    public void Read_DeliveryReport_NeverLooksAtTheReturnedMessage()
    {
        var bounce = Read(Report);
        var everything = System.Text.Json.JsonSerializer.Serialize(bounce.Recipients.Select(recipient => new { recipient.Diagnostic, recipient.Explanation.Reply.Text, recipient.Explanation.Reply.Lines }));
        Assert.DoesNotContain("SECRET", everything, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PartsOfAReport_AreReadLikeAWholeOne()
    {
        var status = Report[Report.IndexOf("Reporting-MTA", StringComparison.Ordinal)..Report.IndexOf("--b\nContent-Type: message/rfc822".ReplaceLineEndings(), StringComparison.Ordinal)];
        Assert.Equal(2, Read($"Content-Type: message/delivery-status\n\n{status}").Recipients.Length);
        Assert.Equal(2, Read("Content-Type: multipart/report; boundary=b\n\n" + Report[Report.IndexOf("--b", StringComparison.Ordinal)..]).Recipients.Length);
    }

    [Fact]
    public void Read_StatusAgainstDiagnostic_IsAConflict()
    {
        var bounce = Read("Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n");
        Assert.Contains(bounce.Recipients.Single().Explanation.Conflicts, conflict => conflict.Contains("5.2.2 was given beside it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Hi. This is the qmail-send program at mail.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<bob@example.org>:\n192.0.2.25 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.25.\n\n--- Below this line is a copy of the message.\n\nSubject: SECRET\n")]
    [InlineData("A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  bob@example.org\n    host mx.example.org [192.0.2.25]\n    SMTP error from remote mail server after RCPT TO:<bob@example.org>:\n    550 5.1.1 User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nSubject: SECRET\n")]
    public void Read_PlainBounce_FindsTheRecipientAndWhatWasSaid(string notice)
    {
        var bounce = Read($"From: MAILER-DAEMON@mail.example.com\nSubject: failure notice\nContent-Type: text/plain\n\n{notice}");
        var recipient = Assert.Single(bounce.Recipients);
        Assert.Equal(("bob@example.org", "failed", "550", "5.1.1"), (recipient.Address, recipient.Action, recipient.Explanation.Reply.Code, recipient.Explanation.Reply.EnhancedCode));
        Assert.DoesNotContain("SECRET", recipient.Diagnostic, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("Content-Type: multipart/report; boundary=x\n\n--x\n--x--")]
    [InlineData("Content-Type: message/delivery-status\n\n: :\n\n::")]
    [InlineData("Subject: hello\n\nhello")]
    public void Read_NoBounce_SaysThatNothingIsKnown(string message)
    {
        var bounce = Read(message);
        Assert.Empty(bounce.Recipients);
        Assert.Equal(Confidence.Low, bounce.Explanation.Confidence);
    }

    [Fact]
    public void Read_DeeplyNestedMessage_IsAnswered()
    {
        var nested = new StringBuilder();
        for (var depth = 0; depth < 3000; depth++)
        {
            nested.Append(System.Globalization.CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
        }

        Assert.Empty(Read(nested.ToString()).Recipients);
    }

    private static BounceExplanation Read(string message)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(message));
        return Reader.Read(stream);
    }
}
