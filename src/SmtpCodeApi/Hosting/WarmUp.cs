using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// Reads, once the service listens, what the first look-up did not need: the rest of the catalog, the search and the rules of explanation. Until then the service
/// is not ready, and what comes too early waits. Data that is wrong stops the service.
/// </summary>
internal sealed partial class WarmUp(CatalogService catalog, ExplanationService explanations, IHostApplicationLifetime lifetime, ILogger<WarmUp> logger) : BackgroundService
{
    /// <summary>Whether everything is loaded.</summary>
    public bool IsDone { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            // On a thread of its own: where there is one processor the pool has one thread to begin with, and the first requests would wait for all of this.
            await Task.Factory.StartNew(Load, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (CatalogException error)
        {
            LogBadData(logger, error);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Load()
    {
        catalog.Prepare();
        explanations.Prepare();
        // What loading took and nobody needs any more goes back to the system: the service holds the same few objects from here on.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        IsDone = true;
    }

    [LoggerMessage(LogLevel.Critical, "The data of the service is wrong.")]
    private static partial void LogBadData(ILogger logger, Exception error);
}
