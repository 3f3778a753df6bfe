using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    private const int Processes = 4;
    private const int OperationsOfProcess = 6;

    /// <summary>How many histories are recorded; a slow engine records fewer, a soak more (CRUDDUR_HISTORIES).</summary>
    protected virtual int Histories => Setting("CRUDDUR_HISTORIES") ?? 200;

    [Fact]
    public async Task Concurrent_operations_are_as_if_one_came_after_the_other()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            Key[] keys = [K("first", $"h{seed}"), K("second", $"h{seed}")];
            var history = await RecordAsync(seed, keys);
            Assert.True(
                Linearizability.Holds(history, default(TwoRegisters)),
                $"Seed {seed} (another run may end otherwise):\n{string.Join('\n', history.OrderBy(one => one.Invoked))}"
            );
        }
    }

    private async Task<IReadOnlyList<RecordedOperation<TwoRegisters>>> RecordAsync(int seed, Key[] keys)
    {
        var clock = 0L;
        var processes = Enumerable
            .Range(0, Processes)
            .Select(process =>
                Task.Run(
                    async () =>
                    {
                        var random = new Random(seed * Processes + process);
                        var operations = new List<RecordedOperation<TwoRegisters>>();
                        for (var i = 0; i < OperationsOfProcess; i++)
                        {
                            var operation = RegisterOperation.Any(random);
                            var invoked = Interlocked.Increment(ref clock);
                            var answer = await operation.RunAsync(Table, keys, Cancel);
                            var completed = Interlocked.Increment(ref clock);
                            operations.Add(new(operation.Name, invoked, completed, answer, operation.Apply));
                        }
                        return operations;
                    },
                    Cancel
                )
            );
        return [.. (await Task.WhenAll(processes)).SelectMany(operations => operations)];
    }
}
