using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Activities.Table;

/// <summary>
/// Those who change the counts of one activity, one after the other on this node; who met one of another node tries again.
/// </summary>
/// <remarks>
/// Two nodes meet in either of two ways: the counts are no longer those that were read, or DynamoDB refuses the second of two
/// transactions at one moment (TransactionConflict,
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html). In both nothing happened.
/// </remarks>
internal sealed class CountTurns(TimeProvider time, Random random)
{
    private const int Attempts = 10;

    // Others wait behind the gate: an engine that is not well is not asked ten times over.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(4);

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(80), random);
    private readonly ActivityGates _gates = new(time, Timeout.InfiniteTimeSpan);

    /// <param name="tryOnce">Reads, and changes on condition of what it read; null when that did not hold any more.</param>
    /// <exception cref="StorageException">The engine cannot answer, or others were first each time.</exception>
    public Task<T> RunAsync<T>(Guid activityUuid, Func<Task<T?>> tryOnce, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        return _gates.RunAsync(
            activityUuid,
            () => TakeTurnAsync(activityUuid, begun, tryOnce, cancellationToken),
            cancellationToken
        );
    }

    private async Task<T> TakeTurnAsync<T>(
        Guid activityUuid,
        long begun,
        Func<Task<T?>> tryOnce,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            try
            {
                if (await tryOnce() is { } settled)
                {
                    return settled;
                }
            }
            catch (StorageException exception)
                when (exception.Fault == StorageFault.Unavailable && time.GetElapsedTime(begun) < MaxDuration)
            {
                // Nothing happened.
            }
            await Task.Delay(_backoff.Of(attempt), time, cancellationToken);
        }
        return await tryOnce() is { } last ? last : throw Contended(activityUuid);
    }

    private static StorageException Contended(Guid activityUuid) =>
        new(
            StorageFault.Unavailable,
            $"The counts of the activity {activityUuid} were changed by others {Attempts} times meanwhile. Try again."
        );
}
