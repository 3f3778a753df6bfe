namespace Cruddur.Proof.BlackBox;

/// <summary>How many messages are settled, to wait for.</summary>
internal sealed class Progress
{
    private readonly Lock _lock = new();
    private readonly List<(int At, TaskCompletionSource Reached)> _waiting = [];
    private int _steps;

    public void Step()
    {
        lock (_lock)
        {
            _steps++;
            foreach (var (_, reached) in _waiting.Where(one => one.At <= _steps))
            {
                reached.TrySetResult();
            }
            _waiting.RemoveAll(one => one.At <= _steps);
        }
    }

    public Task ReachedAsync(int steps)
    {
        lock (_lock)
        {
            if (steps <= _steps)
            {
                return Task.CompletedTask;
            }
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((steps, reached));
            return reached.Task;
        }
    }
}
