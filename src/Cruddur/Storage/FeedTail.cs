using Microsoft.Extensions.Logging;

namespace Cruddur.Storage;

/// <summary>The end of a change feed of this process.</summary>
public sealed partial class FeedTail(IChangeFeed feed, TimeProvider time, ILogger<FeedTail> logger) : IChangeTail
{
    private const int BatchSize = 1000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private string? _position;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _position = await feed.EndAsync(cancellationToken);

    public async Task RunAsync(Func<Change, CancellationToken, Task> see, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var page = await feed.ReadAsync(_position, BatchSize, cancellationToken);
                foreach (var change in page.Changes)
                {
                    await see(change, cancellationToken);
                }
                _position = page.Next;
                if (page.Changes.Count == 0)
                {
                    await feed.WaitAsync(_position, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was: without this, streams learn of changes by their heartbeats only.
                LogFailed(exception);
                await Task.Delay(RetryDelay, time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "The table's changes could not be read for streams; trying again.")]
    private partial void LogFailed(Exception exception);
}
