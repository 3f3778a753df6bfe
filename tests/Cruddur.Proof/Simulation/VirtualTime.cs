namespace Cruddur.Proof.Simulation;

/// <summary>
/// Runs asynchronous code on one thread and on a clock of its own: when nothing can go on, the clock jumps to the next
/// thing that waits for it. No real timer and no other thread takes part, so a run repeats exactly.
/// </summary>
internal sealed class VirtualTime : SynchronizationContext
{
    /// <summary>Far more than any run needs: one that gets here goes round in circles.</summary>
    private const int MaxSteps = 400_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 21, 5, 0, 0, TimeSpan.Zero);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly PriorityQueue<Alarm, (long Due, long Order)> _alarms = new();
    private long _order;

    public TimeSpan Elapsed { get; private set; }

    public DateTimeOffset Now => Start + Elapsed;

    /// <exception cref="StuckException">The work waits for what never comes, or never ends.</exception>
    public void Run(Func<Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            for (var steps = 0; !task.IsCompleted; steps++)
            {
                if (steps == MaxSteps)
                {
                    throw new StuckException($"no end after {MaxSteps} steps and {Elapsed} of virtual time");
                }
                RunNext();
            }
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public Task DelayAsync(TimeSpan delay)
    {
        var over = new TaskCompletionSource();
        At(delay, static state => ((TaskCompletionSource)state!).TrySetResult(), over);
        return over.Task;
    }

    /// <summary>Calls back after a while, unless it is called off before.</summary>
    public Alarm At(TimeSpan delay, TimerCallback callback, object? state)
    {
        var alarm = new Alarm(callback, state);
        _alarms.Enqueue(alarm, ((Elapsed + delay).Ticks, _order++));
        return alarm;
    }

    private void RunNext()
    {
        if (_ready.TryDequeue(out var next))
        {
            next.Callback(next.State);
            return;
        }
        while (_alarms.TryDequeue(out var alarm, out var when))
        {
            if (!alarm.IsOff)
            {
                Elapsed = TimeSpan.FromTicks(when.Due);
                alarm.Ring();
                return;
            }
        }
        throw new StuckException("everything waits for what never comes");
    }

    internal sealed class Alarm(TimerCallback callback, object? state)
    {
        public bool IsOff { get; set; }

        public void Ring() => callback(state);
    }
}

/// <summary>The simulated work does not come to an end.</summary>
internal sealed class StuckException(string message) : Exception(message);

/// <summary>A machine's clock: wrong by some seconds, and silent once the machine is dead.</summary>
internal sealed class MachineClock(VirtualTime time, TimeSpan offset) : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => time.Now + offset;

    public override long GetTimestamp() => time.Elapsed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(time, callback, state);
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>The machine died: none of its timers rings any more.</summary>
    public void Stop() => _timers.ForEach(timer => timer.Dispose());

    private sealed class Timer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private VirtualTime.Alarm? _alarm;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _alarm = time.At(dueTime, callback, state);
            }
            return true;
        }

        public void Dispose() => _alarm?.IsOff = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
