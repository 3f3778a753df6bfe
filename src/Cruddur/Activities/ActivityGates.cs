using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Activities;

/// <summary>
/// Those who change the counts of one activity, one after the other on this node. They wait here and not in the store, where
/// each would keep a connection from everybody else, or try again and again.
/// </summary>
/// <param name="maxWait">
/// Whoever is in front may have met a store that is not well: those behind are told so after this time, and not one after the
/// other. Infinite where those in front take care of that.
/// </param>
internal sealed class ActivityGates(TimeProvider time, TimeSpan maxWait)
{
    private const int Count = 64;

    private readonly Gate[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new Gate())];

    /// <exception cref="StorageException">Others were in front for too long; nothing happened.</exception>
    public async Task<T> RunAsync<T>(Guid activityUuid, Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)activityUuid.GetHashCode() % Count];
        await EnterAsync(gate, activityUuid, cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task EnterAsync(Gate gate, Guid activityUuid, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(maxWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await gate.EnterAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageException(
                StorageFault.Unavailable,
                $"Others were changing the counts of the activity {activityUuid} for {maxWait.TotalSeconds:N0} s. Try again."
            );
        }
    }
}
