using System.Runtime.CompilerServices;
using Cruddur.Storage;
using Microsoft.Extensions.Logging;

namespace Cruddur.Live;

/// <summary>
/// Makes the events of a stream: ready at once, then what the client does not know, then what happens. The subscription is
/// there before the rows are read, so that nothing falls in between.
/// </summary>
public sealed partial class LiveStreams(LiveSnapshots snapshots, ILogger<LiveStreams> logger)
{
    /// <param name="cursor">The client's, if it has one.</param>
    /// <param name="mayGoOn">Asked at each heartbeat whether the caller may still listen.</param>
    public async IAsyncEnumerable<SentEvent> RunAsync(
        LiveSubscription subscription,
        string? cursor,
        Func<CancellationToken, ValueTask<bool>> mayGoOn,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var standing = snapshots.StandingAt(cursor);
        yield return new(new LiveEvent.Ready(standing.Cursor, standing.IsResumed), standing.Cursor);
        if (standing.Fault is { } fault)
        {
            yield return new(new LiveEvent.Reset(fault), standing.Cursor);
        }
        // Strong: a row that was told of before this stream subscribed must be in it.
        if (await TryReadAsync(subscription, Consistency.Strong, cancellationToken) is not { } snapshot)
        {
            yield break;
        }
        if (snapshot.Cursor.Epoch != standing.Cursor.Epoch)
        {
            // Renewed in between: the client comes back with the cursor it has, and is told.
            yield break;
        }
        var view = new LiveView(subscription.UserUuid);
        var unknown = view.Ahead(snapshot.Rows).Where(standing.MayNotKnow).ToList();
        if (unknown.Count > 0)
        {
            // Cut within these, the client comes back with the cursor it came with.
            yield return new(new LiveEvent.InboxChanged(unknown), standing.Cursor);
        }
        var known = snapshot.Cursor;
        yield return new(view.Heartbeat(), known);

        await foreach (var @event in subscription.ReadAllAsync(cancellationToken))
        {
            if (@event is not LiveEvent.Beat)
            {
                if (view.Pass(@event) is { } passed)
                {
                    yield return new(passed, known);
                }
                continue;
            }
            if (!await mayGoOn(cancellationToken))
            {
                yield break;
            }
            // Whatever hint was lost between nodes shows here.
            if (await TryReadAsync(subscription, Consistency.Eventual, cancellationToken) is { } now)
            {
                if (now.Cursor.Epoch != standing.Cursor.Epoch)
                {
                    yield break;
                }
                if (view.Ahead(now.Rows) is { Count: > 0 } lost)
                {
                    yield return new(new LiveEvent.InboxChanged(lost), known);
                }
                known = now.Cursor;
            }
            yield return new(view.Heartbeat(), known);
        }
    }

    /// <returns>Null when the table cannot answer: then the client knows no more than before.</returns>
    private async Task<LiveSnapshot?> TryReadAsync(
        LiveSubscription subscription,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await snapshots.ReadAsync(subscription.UserUuid, consistency, cancellationToken);
        }
        catch (StorageException exception)
        {
            LogFailed(subscription.UserUuid, exception);
            return null;
        }
    }

    [LoggerMessage(3041, LogLevel.Warning, "The message groups of {UserUuid} could not be read for a stream.")]
    private partial void LogFailed(Guid userUuid, Exception exception);
}
