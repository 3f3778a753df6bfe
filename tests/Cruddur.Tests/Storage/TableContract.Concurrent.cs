using Cruddur.Proof.Contract;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    /// <summary>How many histories are recorded; a slow engine records fewer, a soak more (CRUDDUR_HISTORIES).</summary>
    protected virtual int Histories => Setting("CRUDDUR_HISTORIES") ?? 200;

    [Fact]
    public async Task Concurrent_operations_are_as_if_one_came_after_the_other()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            var (first, second) = (K("first", $"h{seed}"), K("second", $"h{seed}"));
            var unexplained = await ConcurrentHistory.RunAsync(Table, first, second, seed, Cancel);
            Assert.True(unexplained is null, $"Seed {seed}: {unexplained}");
        }
    }
}
