namespace Cruddur.Proof.BlackBox;

/// <summary>What is done to servers and to what lies between them, their table and their clients.</summary>
internal enum BoxFault
{
    /// <summary>A server is killed at once and started again.</summary>
    Killed,

    /// <summary>A server stands still, and goes on as if no time had passed.</summary>
    Paused,

    /// <summary>A server hears nothing of the table's stream.</summary>
    Deafened,

    /// <summary>A server's clock is wrong by a minute.</summary>
    ClockOff,

    /// <summary>A call of the table does not reach it.</summary>
    RequestLost,

    /// <summary>A call of the table takes effect, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>A call of the table takes long.</summary>
    Delayed,

    /// <summary>The table refuses a call, as too many come.</summary>
    Throttled,

    /// <summary>A live stream is cut by its client.</summary>
    StreamCut,

    /// <summary>A client asks again, on any server, before it was answered.</summary>
    ClientGaveUp,
}

/// <summary>How often each came.</summary>
internal sealed class BoxFaults
{
    private readonly long[] _counts = new long[Enum.GetValues<BoxFault>().Length];

    public long this[BoxFault fault] => Interlocked.Read(ref _counts[(int)fault]);

    public long Sum => Enum.GetValues<BoxFault>().Sum(fault => this[fault]);

    public void Count(BoxFault fault) => Interlocked.Increment(ref _counts[(int)fault]);

    public override string ToString() =>
        string.Join(", ", Enum.GetValues<BoxFault>().Select(fault => $"{fault} {this[fault]}"));
}
