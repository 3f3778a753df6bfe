using Cruddur.Proof.Simulation;
using Cruddur.Storage;

namespace Cruddur.Proof.Disks;

/// <summary>The transactions of a load in the order in which they were queued, and what was said about them when.</summary>
internal sealed class EngineHistory(Dice dice, DiskTrace trace)
{
    // Some share a page, some fill it, some need more than one.
    private static readonly int[] Sizes = [10, 100, 300, 1500, 6000];

    private readonly List<IReadOnlyList<Write>> _transactions = [];
    private readonly List<(int Operations, int Transaction)> _acknowledged = [];
    private readonly HashSet<int> _refused = [];

    public int Acknowledged => _acknowledged.Select(one => one.Transaction).Distinct().Count();

    public int Count => _transactions.Count;

    public IReadOnlyList<Write> this[int transaction] => _transactions[transaction];

    /// <summary>
    /// A new item, a row of a few that are written again and again, now and then one that goes, and the number of the
    /// transaction: in several places of the tree, so that half of a transaction would show.
    /// </summary>
    public int Next()
    {
        var number = _transactions.Count;
        List<Write> writes =
        [
            Put("log", $"{number:D6}", number, dice.Next(Sizes.Length)),
            Put("rows", $"{dice.Next(8)}", number, dice.Next(2)),
            Put("newest", "transaction", number, 0),
        ];
        if (number > 4 && dice.Chance(0.2))
        {
            writes.Add(new Write.Delete(new Key("log", $"{number - 1 - dice.Next(4):D6}"), Condition.None));
        }
        _transactions.Add(writes);
        return number;
    }

    /// <summary>From this moment on they have to be there.</summary>
    public void Acknowledge(IReadOnlyList<int> transactions) =>
        _acknowledged.AddRange(transactions.Select(transaction => (trace.Length, transaction)));

    /// <summary>It did not happen, and never will.</summary>
    public void Refuse(int transaction) => _refused.Add(transaction);

    /// <summary>Those that may be found, in their order.</summary>
    public IReadOnlyList<int> Possible => [.. Enumerable.Range(0, Count).Where(number => !_refused.Contains(number))];

    /// <summary>The newest that has to be there after so many operations of the disk; -1 for none.</summary>
    public int NewestAcknowledged(int operations) =>
        _acknowledged
            .Where(one => one.Operations <= operations)
            .Select(one => one.Transaction)
            .DefaultIfEmpty(-1)
            .Max();

    private static Write.Put Put(string partition, string sort, int number, int size) =>
        new(
            new Item(new Key(partition, sort), [new("number", number), new("text", new string('x', Sizes[size]))]),
            Condition.None
        );
}
