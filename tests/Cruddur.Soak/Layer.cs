namespace Cruddur.Soak;

/// <summary>One way of trying to break the promise, a batch of seeds at a time.</summary>
/// <param name="Unit">What its runs are.</param>
/// <param name="Batch">So many seeds a turn: some ten seconds of work.</param>
/// <param name="RunAsync">Runs the seeds from the first on.</param>
internal sealed record Layer(string Name, string Unit, int Batch, Func<int, int, Task<Outcome>> RunAsync);

/// <summary>What came of a batch, and what is added up.</summary>
internal sealed record Outcome(
    long Runs,
    long Faults = 0,
    long Acknowledged = 0,
    long Lost = 0,
    long Doubled = 0,
    long Misordered = 0
)
{
    /// <summary>What was broken, each with the command that breaks it again.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

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
            Failures = [.. Failures, .. other.Failures],
        };
}
