using System.Diagnostics;

namespace SmtpCodeApi.Http;

/// <summary>
/// The trace that a request belongs to, for the log and for problems to name: its caller's (W3C Trace Context), or one of its own. Where traces go to a collector the
/// framework has begun an activity; elsewhere the id is made when something is first to be said about the request. Nearly every request is answered and never spoken of:
/// an activity for each would cost more than finding the code does.
/// </summary>
internal static class RequestTrace
{
    private static readonly object Key = new();

    /// <summary>The trace and the span of a request; the same ones whenever they are asked for.</summary>
    public static ActivityContext Of(HttpContext context)
    {
        if (Activity.Current is { } activity)
        {
            return activity.Context;
        }

        if (context.Items[Key] is ActivityContext known)
        {
            return known;
        }

        var trace = ActivityContext.TryParse(context.Request.Headers.TraceParent, null, isRemote: true, out var caller) ? caller.TraceId : ActivityTraceId.CreateRandom();
        var made = new ActivityContext(trace, ActivitySpanId.CreateRandom(), caller.TraceFlags);
        context.Items[Key] = made;
        return made;
    }
}
