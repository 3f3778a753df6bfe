namespace Cruddur.Soak;

/// <summary>One way of trying to break the promise, a batch of seeds at a time.</summary>
/// <param name="Unit">What its runs are.</param>
/// <param name="Batch">So many seeds a turn: some ten seconds of work.</param>
/// <param name="RunAsync">Runs the seeds.</param>
/// <param name="Missing">What it cannot run without; null when all is there.</param>
internal sealed record Layer(
    string Name,
    string Unit,
    int Batch,
    Func<IReadOnlyList<int>, Task<Outcome>> RunAsync,
    string? Missing = null
);

/// <summary>What came of a batch, and what is added up. Null is what the layer does not count.</summary>
/// <param name="Faults">Injected.</param>
/// <param name="Acknowledged">Messages, or transactions of the engine.</param>
internal sealed record Outcome(
    long Runs,
    long? Faults = null,
    long? Acknowledged = null,
    long? Lost = null,
    long? Doubled = null,
    long? Misordered = null
)
{
    /// <summary>Runs in which anything was wrong, these and others.</summary>
    public long Broken { get; init; }

    /// <summary>Some of what was wrong, each with the command that breaks it again.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>With the runs in which something was wrong; the first of them is told.</summary>
    public Outcome With<T>(IReadOnlyCollection<T> failed) =>
        this with
        {
            Broken = failed.Count,
            Failures = [.. failed.Take(1).Select(one => $"{one}")],
        };

    public Outcome Plus(Outcome other) =>
        new(
            Runs + other.Runs,
            Faults + other.Faults,
            Acknowledged + other.Acknowledged,
            Lost + other.Lost,
            Doubled + other.Doubled,
            Misordered + other.Misordered
        )
        {
            Broken = Broken + other.Broken,
            Failures = [.. Failures, .. other.Failures],
        };
}
