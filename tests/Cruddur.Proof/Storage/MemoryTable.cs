using System.Globalization;
using Cruddur.Storage;

namespace Cruddur.Proof.Storage;

/// <summary>
/// The table as it is meant, in memory: every operation happens whole at one moment under one lock. What the engines
/// are compared with, and the table of tests that are not about storage.
/// </summary>
public sealed class MemoryTable : ITable, IBulkWriter, IChangeFeed
{
    private static readonly Comparer<string> ByBytes = Comparer<string>.Create(Utf8.Compare);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedList<string, Item>> _partitions = new(ByBytes);
    private readonly List<Change> _changes = [];
    private int _trimmed;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var item = Find(key);
            return Task.FromResult(new GetResult(item, Cost.Read(item?.Size ?? 0, consistency)));
        }
    }

    public Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Query.Validate(query);
        lock (_lock)
        {
            var items = _partitions.TryGetValue(query.Partition, out var partition) ? partition.Values : [];
            var inRange = (query.Backward ? items.Reverse() : items).Where(item =>
                query.Range.Contains(item.Key.Sort) && IsBehind(item.Key.Sort, query)
            );
            var (page, more, size) = Take(inRange, query.Limit);
            var next = more ? page[^1].Key.Sort : null;
            return Task.FromResult(new Page(page, next, Cost.Read(size, query.Consistency)));
        }
    }

    public Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write.Validate(write);
        if (write is Write.Check)
        {
            throw new ArgumentException("A check belongs in a transaction.", nameof(write));
        }
        lock (_lock)
        {
            var before = Find(write.Key);
            if (!write.Condition.Holds(before))
            {
                return Task.FromResult<WriteResult>(
                    new WriteResult.ConditionFailed(before, Cost.FailedCondition(before))
                );
            }
            var after = write.Apply(before);
            Store(write.Key, before, after);
            return Task.FromResult<WriteResult>(
                new WriteResult.Written(Cost.Write(before?.Size ?? 0, after?.Size ?? 0))
            );
        }
    }

    public Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Transaction.Validate(writes);
        lock (_lock)
        {
            var before = writes.Select(write => Find(write.Key)).ToArray();
            var failed = Enumerable
                .Range(0, writes.Count)
                .Where(i => !writes[i].Condition.Holds(before[i]))
                .Select(i => new FailedCondition(i, before[i]))
                .ToArray();
            if (failed.Length > 0)
            {
                return Task.FromResult<TransactionResult>(
                    new TransactionResult.ConditionsFailed(failed, Cost.FailedTransaction(writes, failed))
                );
            }
            // All are made before any is stored: one that would become too large refuses the whole transaction.
            var after = writes.Select((write, i) => write.Apply(before[i])).ToArray();
            var cost = default(Cost);
            for (var i = 0; i < writes.Count; i++)
            {
                Store(writes[i].Key, before[i], after[i]);
                cost += Cost.TransactionalWrite(before[i]?.Size ?? 0, after[i]?.Size ?? 0);
            }
            return Task.FromResult<TransactionResult>(new TransactionResult.Committed(cost));
        }
    }

    public async Task<Cost> PutAllAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        BulkWrite.Validate(items);
        var cost = default(Cost);
        foreach (var item in items)
        {
            cost += (await WriteAsync(new Write.Put(item, Condition.None), cancellationToken)).Cost;
        }
        return cost;
    }

    public Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            var items = _partitions.Values.SelectMany(partition => partition.Values);
            var (page, more, size) = Take(items.Where(item => after is null || IsBehind(item.Key, after.Value)), limit);
            Key? next = more ? page[^1].Key : null;
            return Task.FromResult(new ScanPage(page, next, Cost.Read(size, Consistency.Strong)));
        }
    }

    public Task<ChangePage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        lock (_lock)
        {
            var position = after is null ? _trimmed : Position(after);
            var trimmed = position < _trimmed;
            var start = Math.Max(position, _trimmed);
            var changes = _changes.Skip(start).Take(limit).ToArray();
            var next = changes.Length == 0 && !trimmed ? after : Text(start + changes.Length);
            return Task.FromResult(new ChangePage(changes, next, trimmed));
        }
    }

    public Task<string> EndAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(Text(_changes.Count));
        }
    }

    public async Task WaitAsync(string? after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_changes.Count > (after is null ? _trimmed : Position(after)))
                {
                    return;
                }
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Forgets changes up to a position, as an engine does after its retention.</summary>
    public void Trim(string upTo)
    {
        lock (_lock)
        {
            _trimmed = Math.Max(_trimmed, Position(upTo));
        }
    }

    private static bool IsBehind(string sort, Query query) =>
        query.After is null
        || (query.Backward ? Utf8.Compare(sort, query.After) < 0 : Utf8.Compare(sort, query.After) > 0);

    private static bool IsBehind(Key key, Key after) =>
        Utf8.Compare(key.Partition, after.Partition) is var order and not 0
            ? order > 0
            : Utf8.Compare(key.Sort, after.Sort) > 0;

    // A page ends with the item that reaches the limit or crosses 1 MB, whether or not there is another one behind it.
    private static (List<Item> Items, bool More, long Size) Take(IEnumerable<Item> items, int limit)
    {
        var page = new List<Item>();
        var size = 0L;
        foreach (var item in items)
        {
            page.Add(item);
            size += item.Size;
            if (page.Count == limit || size >= Page.MaxSize)
            {
                return (page, true, size);
            }
        }
        return (page, false, size);
    }

    private Item? Find(Key key) =>
        _partitions.TryGetValue(key.Partition, out var partition) ? partition.GetValueOrDefault(key.Sort) : null;

    private void Store(Key key, Item? before, Item? after)
    {
        if (Equals(before, after))
        {
            return;
        }
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            _partitions[key.Partition] = partition = new SortedList<string, Item>(ByBytes);
        }
        if (after is null)
        {
            partition.Remove(key.Sort);
        }
        else
        {
            partition[key.Sort] = after;
        }
        var kind =
            before is null ? ChangeKind.Insert
            : after is null ? ChangeKind.Remove
            : ChangeKind.Modify;
        _changes.Add(new Change(kind, key, after));
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // A position from a future that this table does not have, as after going back to a backup, is before everything: what
    // was derived from it must be rebuilt.
    private int Position(string position) =>
        !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? throw new ArgumentException("The position is none of this feed.", nameof(position))
        : index > _changes.Count ? -1
        : index;

    private static string Text(int position) => position.ToString(CultureInfo.InvariantCulture);
}
