using Cruddur.Proof.Contract;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    /// <summary>How many sequences are run; a slow engine runs fewer, a soak more (CRUDDUR_SEQUENCES).</summary>
    protected virtual int Sequences => Setting("CRUDDUR_SEQUENCES") ?? 500;

    /// <summary>Whether a query by prefix compares bytes, as DynamoDB does, for every kind of letter.</summary>
    protected virtual bool PrefixesAreExact => true;

    protected static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value) : null;

    [Fact]
    public async Task Random_sequences_of_operations_end_as_an_independent_model_says()
    {
        var seeds = Setting("CRUDDUR_SEED") is { } only ? [only] : Enumerable.Range(1, Sequences);

        var failures = await ContractSequences.RunAsync(Table, _prefix, seeds, PrefixesAreExact, Cancel);

        Assert.True(failures.Count == 0, $"CRUDDUR_SEED runs one again. {failures.FirstOrDefault()}");
    }
}
