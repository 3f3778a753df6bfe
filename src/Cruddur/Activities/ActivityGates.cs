using Cruddur.Runtime;

namespace Cruddur.Activities;

/// <summary>
/// Those who change the counts of one activity, one after the other on this node. They wait here and not in the store, where
/// each would keep a connection from everybody else, or try again and again.
/// </summary>
internal sealed class ActivityGates
{
    private const int Count = 64;

    private readonly Gate[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new Gate())];

    public async Task<T> RunAsync<T>(Guid activityUuid, Func<Task<T>> change, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)activityUuid.GetHashCode() % Count];
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            gate.Leave();
        }
    }
}
