using System.Runtime.CompilerServices;
using Cruddur.Cli.Storage;
using Cruddur.Inbox;
using Cruddur.Live;
using Cruddur.Storage;

namespace Cruddur.Cli.Copy;

/// <summary>
/// Copies every item from one table to another, but for its epoch and for those by which readers of the source's own feed
/// know how far they are; then reads both and compares. What was stopped goes on behind the last page that was whole at the destination;
/// a page that was not is put again, which changes nothing.
/// </summary>
internal sealed class TableCopy(OpenedTable source, OpenedTable destination, TimeProvider time, CopyCounts counts)
{
    private const int PageSize = 1000;

    public async Task<CopyResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await FindStateAsync(source.Table, cancellationToken) is { } unfinished)
        {
            return new CopyResult.Refused(
                $"{source.Name} is itself a copy of {unfinished.Source} that was not finished: finish that first."
            );
        }
        if (await FeedItems.CountServersAsync(destination.Table, time.GetUtcNow(), cancellationToken) > 0)
        {
            return new CopyResult.Refused(
                $"A server works on {destination.Name}, and would meet messages before their groups. Stop it, and copy half a "
                    + "minute later."
            );
        }
        var found = await FindStateAsync(destination.Table, cancellationToken);
        if (await RefusalAsync(found, cancellationToken) is { } why)
        {
            return new CopyResult.Refused(why);
        }
        var before = await DigestAsync(source.Table, counts.AddRead, cancellationToken);
        counts.Total = before.Count;
        var state = found ?? await BeginAsync(cancellationToken);
        await CopyAsync(state, cancellationToken);
        return await VerifyAsync(state, before, cancellationToken);
    }

    private static async Task<CopyState?> FindStateAsync(ITable table, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(CopyState.Key, Consistency.Strong, cancellationToken);
        return found.Item is null ? null : CopyState.FromItem(found.Item);
    }

    /// <summary>Whatever the destination holds must be of this copy: nothing of anybody's is written over.</summary>
    private async Task<string?> RefusalAsync(CopyState? found, CancellationToken cancellationToken)
    {
        if (found is not null)
        {
            return found.Source == source.Name
                ? null
                : $"{destination.Name} holds an unfinished copy of {found.Source}, not of {source.Name}. Finish that, or take an "
                    + "empty table.";
        }
        await foreach (var page in PagesAsync(destination.Table, null, cancellationToken))
        {
            if (page.Items.Any(IsCarried))
            {
                return $"{destination.Name} holds items already. Copy into an empty table: a new one by 'cruddur ddb schema-load', "
                    + "or a folder that is not there yet.";
            }
        }
        return null;
    }

    private async Task<CopyState> BeginAsync(CancellationToken cancellationToken)
    {
        var state = new CopyState(source.Name, null, 0);
        await WriteAsync(state.Begin(), cancellationToken);
        return state;
    }

    private async Task CopyAsync(CopyState state, CancellationToken cancellationToken)
    {
        counts.AddCopied(state.Copied);
        await foreach (var page in PagesAsync(source.Table, state.Position, cancellationToken))
        {
            var items = page.Items.Where(IsCarried).ToList();
            await destination.Bulk.PutAllAsync(items, cancellationToken);
            counts.AddCopied(items.Count);
            if (page.Items.Count > 0)
            {
                // Behind the items, so never further than they are.
                state = state with
                {
                    Position = page.Items[^1].Key,
                    Copied = state.Copied + items.Count,
                };
                await WriteAsync(state.Advance(), cancellationToken);
            }
        }
    }

    private async Task<CopyResult> VerifyAsync(CopyState begun, TableDigest before, CancellationToken cancellationToken)
    {
        var digests = await Task.WhenAll(
            DigestAsync(source.Table, counts.AddVerified, cancellationToken),
            DigestAsync(destination.Table, counts.AddVerified, cancellationToken)
        );
        var (after, copied) = (digests[0], digests[1]);
        if (after.Equals(copied))
        {
            await WriteAsync(begun.End(), cancellationToken);
            return new CopyResult.Copied(copied, begun.Copied);
        }
        var why =
            !after.Equals(before) ? "The source changed while it was copied: stop what writes to it."
            : begun.Copied > 0
                ? "The source changed since an earlier run copied a part of it, or something else writes to the destination."
            : "Something else writes to the destination.";
        return new CopyResult.Differs(after, copied, why);
    }

    // A copy is another store than its source from the first write to either: with the same epoch, cursors of one would be
    // taken for good by the other.
    private static bool IsCarried(Item item) =>
        item.Key != CopyState.Key && item.Key != StoreEpoch.Key && !FeedItems.IsOne(item.Key);

    private static async Task<TableDigest> DigestAsync(
        ITable table,
        Action<int> count,
        CancellationToken cancellationToken
    )
    {
        var digest = new TableDigest();
        await foreach (var page in PagesAsync(table, null, cancellationToken))
        {
            var items = page.Items.Where(IsCarried).ToList();
            items.ForEach(digest.Add);
            count(items.Count);
        }
        return digest;
    }

    /// <summary>Reads the next page while one is worked on.</summary>
    private static async IAsyncEnumerable<ScanPage> PagesAsync(
        ITable table,
        Key? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reading = table.ScanAsync(after, PageSize, cancellationToken);
        try
        {
            while ((await reading).Next is { } next)
            {
                var page = await reading;
                reading = table.ScanAsync(next, PageSize, cancellationToken);
                yield return page;
            }
            yield return await reading;
        }
        finally
        {
            // Whoever stops early closes the table.
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(Write write, CancellationToken cancellationToken)
    {
        if (await destination.Table.WriteAsync(write, cancellationToken) is not WriteResult.Written)
        {
            throw new StorageException(
                StorageFault.Unavailable,
                $"Another copy to {destination.Name} began or ended meanwhile. Run one at a time."
            );
        }
    }
}
