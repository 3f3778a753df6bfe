using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>Operations on two items of a table from several tasks at once.</summary>
internal static class ConcurrentHistory
{
    private const int Processes = 4;
    private const int OperationsOfProcess = 6;

    /// <returns>The history that no order explains; null when one does.</returns>
    public static async Task<string?> RunAsync(
        ITable table,
        Key first,
        Key second,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var history = await RecordAsync(table, [first, second], seed, cancellationToken);
        return Linearizability.Holds(history, default(TwoRegisters))
            ? null
            : $"no order explains this (another run may end otherwise):\n{string.Join('\n', history.OrderBy(one => one.Invoked))}";
    }

    private static async Task<IReadOnlyList<RecordedOperation<TwoRegisters>>> RecordAsync(
        ITable table,
        Key[] keys,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var clock = 0L;
        var processes = Enumerable
            .Range(0, Processes)
            .Select(process =>
                Task.Run(
                    async () =>
                    {
#pragma warning disable CA5394 // Nobody guesses at a test.
                        var random = new Random(seed * Processes + process);
#pragma warning restore CA5394
                        var operations = new List<RecordedOperation<TwoRegisters>>();
                        for (var i = 0; i < OperationsOfProcess; i++)
                        {
                            var operation = RegisterOperation.Any(random);
                            var invoked = Interlocked.Increment(ref clock);
                            var answer = await operation.RunAsync(table, keys, cancellationToken);
                            var completed = Interlocked.Increment(ref clock);
                            operations.Add(new(operation.Name, invoked, completed, answer, operation.Apply));
                        }
                        return operations;
                    },
                    cancellationToken
                )
            );
        return [.. (await Task.WhenAll(processes)).SelectMany(operations => operations)];
    }
}
