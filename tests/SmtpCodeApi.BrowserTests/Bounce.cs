namespace SmtpCodeApi.BrowserTests;

/// <summary>A bounce message as mail systems send it (RFC 3464): two recipients that failed, one that is delayed, one that got the message.</summary>
internal static class Bounce
{
    public const string Text =
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

        Final-Recipient: rfc822; bob@example.org
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.example.org
        Diagnostic-Code: smtp; 550 5.1.1 <bob@example.org>: Recipient address
            rejected: User unknown in virtual mailbox table

        Final-Recipient: rfc822; dora@example.org
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp; 552-5.2.2 The email account that you tried to reach is over quota.
            552 5.2.2 Please direct the recipient to example.org

        Final-Recipient: rfc822; carol@example.net
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.3]:25: Connection timed out

        Final-Recipient: rfc822; dave@example.org
        Action: delivered
        Status: 2.0.0

        --b
        Content-Type: message/rfc822

        From: alice@example.com
        To: bob@example.org
        Subject: Hello

        Hello.
        --b--
        """;

    /// <summary>The same as a file of a browser's form.</summary>
    public static FilePayload File(string text = Text) => new() { Name = "bounce.eml", MimeType = "message/rfc822", Buffer = System.Text.Encoding.UTF8.GetBytes(text) };
}
