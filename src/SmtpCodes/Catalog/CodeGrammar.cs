namespace SmtpCodes.Catalog;

/// <summary>What the digits of a code say by themselves (RFC 5321 section 4.2.1, RFC 3463 sections 2 and 3), known code or not.</summary>
public static class CodeGrammar
{
    private static readonly CodeClass?[] ReplyClasses =
    [
        null,
        new(1, "1xx", "Not an SMTP Reply Class"),
        new(2, "2xx", "Positive Completion"),
        new(3, "3xx", "Positive Intermediate"),
        new(4, "4xx", "Transient Negative"),
        new(5, "5xx", "Permanent Negative"),
    ];

    private static readonly CodeClass?[] EnhancedClasses =
    [
        null,
        null,
        new(2, "2.x.x", "Success"),
        null,
        new(4, "4.x.x", "Persistent Transient Failure"),
        new(5, "5.x.x", "Permanent Failure"),
    ];

    private static readonly CodeSubject[] ReplySubjects =
    [
        new(0, "Syntax"),
        new(1, "Information"),
        new(2, "Connections"),
        new(3, "Unspecified"),
        new(4, "Unspecified"),
        new(5, "Mail System"),
    ];

    private static readonly CodeSubject[] EnhancedSubjects =
    [
        new(0, "Other or Undefined Status"),
        new(1, "Addressing Status"),
        new(2, "Mailbox Status"),
        new(3, "Mail System Status"),
        new(4, "Network and Routing Status"),
        new(5, "Mail Delivery Protocol Status"),
        new(6, "Message Content or Media Status"),
        new(7, "Security or Policy Status"),
    ];

    /// <summary>The class of a code; null for an enhanced status code whose class is open.</summary>
    public static CodeClass? ClassOf(CodeId id) => (id.Kind == CodeKind.Reply ? ReplyClasses : EnhancedClasses)[id.ClassDigit];

    /// <summary>The groups of one kind of code that have a name, by number.</summary>
    public static IReadOnlyList<CodeSubject> SubjectsOf(CodeKind kind) => kind == CodeKind.Reply ? ReplySubjects : EnhancedSubjects;

    /// <summary>The group of a code; null where the standards name none: a second digit above 5, a 1yz number, a subject sub-code above 7.</summary>
    public static CodeSubject? SubjectOf(CodeId id)
    {
        var subjects = SubjectsOf(id.Kind);
        return id.ClassDigit == 1 || id.Subject >= subjects.Count ? null : subjects[id.Subject];
    }

    /// <summary>What a client does with a code it does not know: it goes by the class alone.</summary>
    public static string AdviceForUnknown(CodeId id)
    {
        var rule = id.Kind == CodeKind.Reply
            ? "A client that does not know a reply code goes by its first digit (RFC 5321 section 4.3.2): "
            : "A client that does not know an enhanced status code goes by its class (RFC 3463 section 2): ";
        return rule + (id.ClassDigit, id.Kind) switch
        {
            (2, _) => "treat it as a success.",
            (3, _) => "the server waits for more, so send what the command calls for or give the command up.",
            (4, _) => "treat it as a failure that may pass, keep the message and try again later.",
            (5, _) => "treat it as a permanent failure and do not send the same message again unchanged.",
            (0, _) => "2 is a success, 4 a failure that may pass, 5 a permanent failure.",
            _ => "no server sends this class.",
        };
    }
}
