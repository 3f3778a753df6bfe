using System.Globalization;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>
/// A stream as DynamoDB makes it of a table's changes: shards by partition, each in order, that are closed and followed by
/// children; iterators that grow old, and records that are no longer kept.
/// </summary>
internal sealed class ModelStreams(MemoryTable table) : IStreams
{
    private readonly Lock _lock = new();
    private readonly List<ModelShard> _shards = [];
    private string? _position;
    private long _sequence;
    private int _epoch;

    /// <summary>At most so many records a read: few, so that there are many pages.</summary>
    public int PageSize { get; init; } = 3;

    /// <summary>How often records were asked for, which is what is charged.</summary>
    public int Reads { get; private set; }

    /// <summary>The reads, by shard, and where they began: null for the oldest record.</summary>
    public List<(string ShardId, string? After)> Iterators { get; } = [];

    public void Open(string shardId, string? parentId = null)
    {
        lock (_lock)
        {
            _shards.Add(new ModelShard(new Shard(shardId, parentId)));
        }
    }

    /// <summary>What is written from now on goes to others.</summary>
    public void Close(string shardId)
    {
        lock (_lock)
        {
            _shards.Single(shard => shard.Shard.Id == shardId).IsClosed = true;
        }
    }

    /// <summary>All iterators that were given out are too old.</summary>
    public void ExpireIterators() => Interlocked.Increment(ref _epoch);

    /// <summary>Forgets all records that there are.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            _shards.ForEach(shard => shard.Trimmed = shard.Records.Count);
        }
    }

    /// <summary>A record that is none of this program's.</summary>
    public void AddUnreadable(string shardId)
    {
        lock (_lock)
        {
            var number = (++_sequence).ToString("D20", CultureInfo.InvariantCulture);
            _shards.Single(shard => shard.Shard.Id == shardId).Records.Add(new(number, number, null, "no such type"));
        }
    }

    /// <summary>Brings the table's newest changes into the open shards.</summary>
    public async Task FollowAsync()
    {
        var page = await table.ReadAsync(_position, int.MaxValue, CancellationToken.None);
        _position = page.Next;
        lock (_lock)
        {
            var open = _shards.Where(shard => !shard.IsClosed).ToList();
            foreach (var change in page.Changes)
            {
                var hash = change.Key.Partition.Aggregate(0, (sum, letter) => (sum * 31 + letter) & 0xFFFF);
                var number = (++_sequence).ToString("D20", CultureInfo.InvariantCulture);
                open[hash % open.Count].Records.Add(new StreamRecord(number, number, change));
            }
        }
    }

    public Task<IReadOnlyList<Shard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<Shard>>([.. _shards.Select(shard => shard.Shard)]);
        }
    }

    public Task<string> GetIteratorAsync(string shardId, string? after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Iterators.Add((shardId, after));
            var shard = _shards.Single(shard => shard.Shard.Id == shardId);
            var start = after is null
                ? shard.Trimmed
                : shard.Records.FindIndex(record => string.CompareOrdinal(record.SequenceNumber, after) > 0);
            start = start < 0 ? shard.Records.Count : start;
            return start < shard.Trimmed
                ? throw new StreamsException("injected", "TrimmedDataAccessException")
                : Task.FromResult($"{_epoch}/{shardId}/{start}");
        }
    }

    public Task<string> GetLatestIteratorAsync(string shardId, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(
                $"{_epoch}/{shardId}/{_shards.Single(shard => shard.Shard.Id == shardId).Records.Count}"
            );
        }
    }

    public Task<StreamPage> GetRecordsAsync(string iterator, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Reads++;
            var parts = iterator.Split('/');
            if (parts[0] != _epoch.ToString(CultureInfo.InvariantCulture))
            {
                throw new StreamsException("injected", "ExpiredIteratorException");
            }
            var shard = _shards.Single(shard => shard.Shard.Id == parts[1]);
            var start = int.Parse(parts[2], CultureInfo.InvariantCulture);
            var records = shard.Records.Skip(start).Take(Math.Min(limit, PageSize)).ToList();
            var isEnd = shard.IsClosed && start + records.Count == shard.Records.Count;
            return Task.FromResult(
                new StreamPage(records, isEnd ? null : $"{_epoch}/{parts[1]}/{start + records.Count}")
            );
        }
    }

    private sealed class ModelShard(Shard shard)
    {
        public Shard Shard { get; } = shard;

        public List<StreamRecord> Records { get; } = [];

        public bool IsClosed { get; set; }

        public int Trimmed { get; set; }
    }
}
