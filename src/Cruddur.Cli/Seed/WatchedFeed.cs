using Cruddur.Storage;

namespace Cruddur.Cli.Seed;

/// <summary>
/// A feed that tells when its reader has come to the end: it asked for more, which it does after it has applied what it
/// got, and there was none.
/// </summary>
internal sealed class WatchedFeed(IChangeFeed feed) : IChangeFeed
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Once: completes when a read that began after this call found nothing more.</summary>
    public Task ReadToEndAsync()
    {
        _asked.TrySetResult();
        return _ended.Task;
    }

    public async Task<ChangePage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var asked = _asked.Task.IsCompleted;
        var page = await feed.ReadAsync(after, limit, cancellationToken);
        if (asked && page.Changes.Count == 0)
        {
            _ended.TrySetResult();
        }
        return page;
    }

    public Task<string> EndAsync(CancellationToken cancellationToken) => feed.EndAsync(cancellationToken);

    public async Task WaitAsync(string? after, CancellationToken cancellationToken)
    {
        var changed = feed.WaitAsync(after, cancellationToken);
        // A reader that already waits at the end must ask once more.
        var first = _ended.Task.IsCompleted ? changed : await Task.WhenAny(changed, _asked.Task);
        await first;
    }
}
