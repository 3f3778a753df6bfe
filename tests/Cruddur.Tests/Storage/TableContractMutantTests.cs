using Cruddur.Proof.Mutants;
using Cruddur.Storage;
using Xunit;
using Xunit.Sdk;

namespace Cruddur.Tests.Storage;

/// <summary>A contract that no table breaks proves nothing: tables that are broken on purpose.</summary>
public sealed class TableContractMutantTests
{
    [Theory]
    [InlineData(
        nameof(Mutant.MissingCondition),
        nameof(TableContract.Random_sequences_of_operations_end_as_an_independent_model_says)
    )]
    [InlineData(
        nameof(Mutant.MissingCondition),
        nameof(TableContract.Concurrent_operations_are_as_if_one_came_after_the_other)
    )]
    [InlineData(
        nameof(Mutant.WrongKeyOrder),
        nameof(TableContract.Random_sequences_of_operations_end_as_an_independent_model_says)
    )]
    [InlineData(nameof(Mutant.UntoldPageBorder), nameof(TableContract.A_page_ends_where_it_crosses_one_megabyte))]
    [InlineData(
        nameof(Mutant.StaleQueries),
        nameof(TableContract.Random_sequences_of_operations_end_as_an_independent_model_says)
    )]
    [InlineData(
        nameof(Mutant.StaleQueries),
        nameof(TableContract.Concurrent_operations_are_as_if_one_came_after_the_other)
    )]
    public async Task A_table_that_is_broken_on_purpose_is_caught(string brokenBy, string fact)
    {
        await using var contract = new Contract(Enum.Parse<Mutant>(brokenBy));
        await contract.InitializeAsync();

        var judge = typeof(TableContract).GetMethod(fact)!.CreateDelegate<Func<Task>>(contract);

        await Assert.ThrowsAnyAsync<XunitException>(judge);
    }

    private sealed class Contract(Mutant mutant) : TableContract
    {
        protected override Task<ITable> OpenAsync() => Task.FromResult(mutant.ForContract(new MemoryTable()));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
