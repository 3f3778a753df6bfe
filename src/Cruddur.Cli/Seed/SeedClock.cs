namespace Cruddur.Cli.Seed;

/// <summary>Says the time at which something seeded is to have happened; waits by the real clock.</summary>
internal sealed class SeedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
