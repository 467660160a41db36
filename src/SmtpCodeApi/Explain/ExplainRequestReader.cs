using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Explain;

/// <summary>A sound request: a text, which may be empty where there is a code, and what is known beside it.</summary>
internal readonly record struct ReadableReply(string Text, string? Id, ReplyContext Context);

/// <summary>Checks what someone asks to have explained.</summary>
internal static class ExplainRequestReader
{
    private const int LongestId = 256;

    private static readonly ReplyContext NothingBeside = new();

    /// <summary>Either the reply or the problem with it is null.</summary>
    public static (ReadableReply? Reply, Problem? Problem) Read(ExplainRequest request)
    {
        // Nearly every request is a reply and nothing else.
        QueryParameters? errors = null;
        var context = request is { Command: null, Host: null, Code: null, EnhancedCode: null } ? NothingBeside : new(
            Command(request.Command), string.IsNullOrWhiteSpace(request.Host) ? null : request.Host.Trim(),
            Code(ref errors, "code", request.Code, CodeKind.Reply), Code(ref errors, "enhancedCode", request.EnhancedCode, CodeKind.Enhanced));
        if (request.Id?.Length > LongestId)
        {
            (errors ??= new()).Refuse("id", $"'id' is {request.Id.Length} characters long. Accepted: up to {LongestId} characters.");
        }

        if (errors?.Problem is { } problem)
        {
            return (null, problem);
        }

        return string.IsNullOrWhiteSpace(request.Reply) && context.Code is null && context.EnhancedCode is null
            ? (null, Problems.MissingReply())
            : (new(request.Reply ?? "", request.Id, context), null);
    }

    private static SmtpCommand? Command(string? command)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            return null;
        }

        // Platforms write "RCPT TO" and "end of DATA"; what is no command of ours is no reason to refuse a reply.
        var word = command.Trim().Split(' ', ':')[0];
        return Vocabulary<SmtpCommand>.ByWord.TryGetValue(command.Trim(), out var known) || Vocabulary<SmtpCommand>.ByWord.TryGetValue(word, out known) ? known : null;
    }

    private static CodeId? Code(ref QueryParameters? errors, string name, string? code, CodeKind kind)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        if (CodeId.TryParse(code, out var id) && id.Kind == kind)
        {
            return id;
        }

        (errors ??= new()).Refuse(name, $"'{Problems.Shown(code)}' is not a value of '{name}'. Accepted: {(kind == CodeKind.Reply ? "a reply code such as 550" : "an enhanced status code such as 5.1.1")}.");
        return null;
    }
}
