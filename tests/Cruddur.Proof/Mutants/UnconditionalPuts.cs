using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Takes the condition out of every put that is alone.</summary>
internal sealed class UnconditionalPuts(ITable table) : ChangedTable(table)
{
    public override Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken) =>
        Below.WriteAsync(write is Write.Put put ? put with { Condition = Condition.None } : write, cancellationToken);
}
