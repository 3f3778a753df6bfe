namespace Cruddur.Runtime;

/// <summary>
/// Lets one in at a time, in the order in which they came. Unlike <see cref="SemaphoreSlim"/> it needs no other thread to
/// hand over the turn, so that a simulation of many nodes repeats exactly.
/// </summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _taken;

    /// <summary>Waits for the turn; whoever got it leaves with <see cref="Leave"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return;
            }
            // Whoever leaves does not go on with the next one's work.
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }
        await using var _ = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token),
            turn
        );
        await turn.Task;
    }

    public void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next))
            {
                // Those that no longer wait are passed over.
                if (next.TrySetResult())
                {
                    return;
                }
            }
            _taken = false;
        }
    }
}
