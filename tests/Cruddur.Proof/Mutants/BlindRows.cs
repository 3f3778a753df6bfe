using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Takes the condition out of the projector's updates: the last one to arrive wins.</summary>
internal sealed class BlindRows(ITable table) : ChangedTable(table)
{
    public override Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        Below.WriteAsync(
            write is Write.Update update ? update with { Condition = Condition.Exists } : write,
            cancellationToken
        );
}
