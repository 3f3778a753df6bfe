using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Storage;

namespace Cruddur.Cli.Seed;

/// <summary>Runs the projector while there is no server that does, and says when it has caught up.</summary>
internal sealed class InboxFollower : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WatchedFeed _feed;
    private readonly FailureLog _failures = new();
    private readonly Task _loop;

    private InboxFollower(ITable table, IChangeFeed feed, TimeProvider time)
    {
        _feed = new WatchedFeed(feed);
        var projector = new InboxProjector(table, new MessageGroupStore(table, time), time);
        _loop = new ProjectionLoop(table, _feed, projector, time, _failures).RunAsync(_stop.Token);
    }

    public static InboxFollower Start(ITable table, IChangeFeed feed, TimeProvider time) => new(table, feed, time);

    /// <summary>Completes when all that was written before the call is in the inboxes.</summary>
    /// <exception cref="StorageException">They cannot follow.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(_feed.ReadToEndAsync(), _failures.First).WaitAsync(cancellationToken);
        await ended;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }
}
