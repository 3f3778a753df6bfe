using Cruddur.Proof.Storage;
using Cruddur.Storage;

namespace Cruddur.Proof.Simulation;

/// <summary>What all machines of a run share: the true table, the faults, the meter, and the trace.</summary>
internal sealed class Network(VirtualTime time, MemoryTable table, Faults faults, bool isTraced)
{
    private readonly Dictionary<Key, Item?> _before = [];

    public Faults Faults { get; } = faults;

    public double WriteUnits { get; private set; }

    public List<string> Trace { get; } = [];

    /// <summary>The item as it was before its last write; null when there was none.</summary>
    public Item? Before(Item item) => _before.GetValueOrDefault(item.Key);

    public async Task<WriteResult> ApplyAsync(Write write)
    {
        var before = (await table.GetAsync(write.Key, Consistency.Strong, CancellationToken.None)).Item;
        var result = await table.WriteAsync(write, CancellationToken.None);
        // What a long text needs beyond its first unit, here or in the way of another one, is not the protocol's doing.
        var ofText = write is Write.Put put ? Cost.Write(0, put.Item.Size).WriteUnits - 1 : 0;
        WriteUnits += result is WriteResult.Written ? result.Cost.WriteUnits - ofText : 1;
        if (result is WriteResult.Written)
        {
            _before[write.Key] = before;
        }
        return result;
    }

    public Task LatencyAsync(Dice dice, int mostMilliseconds) =>
        time.DelayAsync(TimeSpan.FromMicroseconds(dice.Between(1000, mostMilliseconds * 1000)));

    public StorageException Fail(Errand errand, Call call, StorageFault fault, string why)
    {
        Note(errand, call, why);
        return new StorageException(fault, why);
    }

    public void Note(Errand errand, Call call, string what)
    {
        if (isTraced)
        {
            Note(errand, $"{call.Verb} {call.Partition} {call.Sort}: {what}");
        }
    }

    public void Note(Errand errand, string what)
    {
        if (isTraced)
        {
            Trace.Add($"{time.Elapsed.TotalMilliseconds, 9:F1} ms  {errand.Name}: {what}");
        }
    }
}

/// <summary>A call of the table, as the trace tells it.</summary>
internal readonly record struct Call(string Verb, string Partition, string Sort = "");
