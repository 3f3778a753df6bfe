using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>
/// Takes the search out of the sender: entries that it reads carry no message_uuid that it could find, and with
/// <paramref name="hidesOccupants"/> the entry in its way neither.
/// </summary>
internal sealed class MaskedLog(ITable table, bool hidesOccupants) : ChangedTable(table)
{
    public override async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        var page = await Below.QueryAsync(query, cancellationToken);
        return page with { Items = [.. page.Items.Select(Masked)] };
    }

    public override async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        var result = await Below.WriteAsync(write, cancellationToken);
        return hidesOccupants && result is WriteResult.ConditionFailed { Occupant: { } occupant } failed
            ? failed with
            {
                Occupant = Masked(occupant),
            }
            : result;
    }

    private static Item Masked(Item item) =>
        MessageEntry.IsKey(item.Key) ? item.With([new("message_uuid", Guid.Empty.ToString("D"))]) : item;
}
