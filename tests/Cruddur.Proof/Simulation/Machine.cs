namespace Cruddur.Proof.Simulation;

/// <summary>What a node or a projector runs on: it has a clock, and it can die.</summary>
internal sealed class Machine(VirtualTime time, TimeSpan clockOffset)
{
    private readonly TaskCompletionSource _died = new();
    private readonly MachineClock _clock = new(time, clockOffset);

    public TimeProvider Clock => _clock;

    public bool IsAlive { get; private set; } = true;

    public Task Died => _died.Task;

    /// <summary>Dies before the next write but so many; null for no such plan.</summary>
    public int? WritesLeft { get; set; }

    public void Crash()
    {
        if (IsAlive)
        {
            IsAlive = false;
            _clock.Stop();
            _died.SetResult();
        }
    }
}
