using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Storage;

namespace Cruddur.Proof.Live;

/// <summary>A table that takes some time to read rows, in which things happen.</summary>
internal sealed class SlowTable(ITable table, VirtualTime time, Dice dice) : ChangedTable(table)
{
    private const int MostMilliseconds = 10;

    public override async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        await time.DelayAsync(TimeSpan.FromMilliseconds(dice.Next(MostMilliseconds)));
        var page = await Below.QueryAsync(query, cancellationToken);
        await time.DelayAsync(TimeSpan.FromMilliseconds(dice.Next(MostMilliseconds)));
        return page;
    }
}
