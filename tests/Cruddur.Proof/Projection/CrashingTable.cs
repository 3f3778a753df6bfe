using Cruddur.Proof.Mutants;
using Cruddur.Storage;

namespace Cruddur.Proof.Projection;

/// <summary>A table whose user dies behind so many writes.</summary>
internal sealed class CrashingTable(ITable table) : ChangedTable(table)
{
    /// <summary>Null for one that lives on.</summary>
    public int? WritesLeft { get; set; }

    public override Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        if (WritesLeft == 0)
        {
            throw new StorageException(StorageFault.OutcomeUnknown, "dead");
        }
        WritesLeft--;
        return Below.WriteAsync(write, cancellationToken);
    }
}
