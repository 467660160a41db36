using System.Collections.Concurrent;

namespace SmtpCodeApi.BrowserTests;

/// <summary>Watches everything that the pages of a browser context do beside being shown.</summary>
internal sealed class PageWatch
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentDictionary<string, bool> _problems = new();

    public PageWatch(IBrowserContext context, string origin)
    {
        _context = context;
        context.Request += (_, request) =>
        {
            _requests.Enqueue(request.Url);
            if (!request.Url.StartsWith(origin + "/", StringComparison.Ordinal))
            {
                _complaints.Enqueue($"A page asked for {request.Url}.");
            }
        };
        context.RequestFailed += (_, request) => _complaints.Enqueue($"{request.Method} {request.Url} failed: {request.Failure}");
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.IsNavigationRequest)
            {
                _problems.TryAdd(response.Url, true);
            }
        };
        // A policy that is violated is reported here, too.
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !IsTheStatusOfAProblem(message))
            {
                _complaints.Enqueue($"Console {message.Type} at {message.Location}: {message.Text}");
            }
        };
        context.WebError += (_, error) => _complaints.Enqueue($"A script threw: {error.Error}");
        context.Dialog += async (_, dialog) =>
        {
            _complaints.Enqueue($"A page opened a dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    /// <summary>The addresses that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>What a page must not do: ask another host, fail to load a part, write to the console, throw, open a dialog, leave something in the browser.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync() =>
        [.. _complaints, .. (await _context.CookiesAsync()).Select(cookie => $"A page set the cookie '{cookie.Name}'."), .. await StoredAsync()];

    // The browser itself notes on the console that a page came with the status of a problem.
    private bool IsTheStatusOfAProblem(IConsoleMessage message) =>
        message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)
        && _problems.Keys.Any(address => message.Location.StartsWith(address, StringComparison.Ordinal));

    private async Task<IEnumerable<string>> StoredAsync()
    {
        using var state = System.Text.Json.JsonDocument.Parse(await _context.StorageStateAsync());
        return state.RootElement.GetProperty("origins").EnumerateArray().Select(origin => $"A page stored something: {origin.GetRawText()}").ToList();
    }
}
