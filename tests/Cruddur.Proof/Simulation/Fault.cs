namespace Cruddur.Proof.Simulation;

/// <summary>What can go wrong.</summary>
internal enum Fault
{
    /// <summary>The table refuses a call for being too many.</summary>
    Throttled,

    /// <summary>A request never reaches the table.</summary>
    RequestLost,

    /// <summary>A request reaches the table 1 to 400 ms later; the caller may have given up by then.</summary>
    AppliedLate,

    /// <summary>A write takes effect and its answer is lost; the engine's client may send it once more.</summary>
    AnswerLost,

    /// <summary>An eventually consistent read misses the newest state of up to three items.</summary>
    StaleRead,

    /// <summary>A query comes in pages smaller than asked for.</summary>
    SplitPage,

    /// <summary>A client stops waiting and asks another node.</summary>
    ClientGaveUp,

    /// <summary>A node dies; what it had sent is on its way all the same.</summary>
    NodeCrash,

    /// <summary>The feed gives a batch again.</summary>
    BatchRepeated,

    /// <summary>The feed gives a batch behind its successor.</summary>
    BatchReordered,

    /// <summary>The projector dies between two writes of a batch.</summary>
    CrashBetweenWrites,
}

/// <summary>How often each fault comes: of the table, for each call; of a client, for each try; of the feed, for each batch.</summary>
internal static class FaultRates
{
    private static readonly double[] Rates = [0.04, 0.04, 0.08, 0.08, 0.10, 0.20, 0.10, 0.005, 0.15, 0.15, 0.05];

    public static int Count => Rates.Length;

    public static double Of(Fault fault) => Rates[(int)fault];
}

/// <summary>Which faults a run has, and how many there were of each.</summary>
internal sealed class Faults(IReadOnlySet<Fault> enabled)
{
    public int[] Injected { get; } = new int[FaultRates.Count];

    /// <summary>At rest nothing goes wrong any more.</summary>
    public bool AreOver { get; set; }

    public bool Strikes(Fault fault, Dice dice)
    {
        // The dice are rolled all the same, so that what follows does not change when a fault is switched off.
        var strikes = dice.Chance(FaultRates.Of(fault)) && !AreOver && enabled.Contains(fault);
        if (strikes)
        {
            Injected[(int)fault]++;
        }
        return strikes;
    }
}
