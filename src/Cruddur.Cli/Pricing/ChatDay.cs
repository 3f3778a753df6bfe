using Cruddur.Cli.Seed;

namespace Cruddur.Cli.Pricing;

/// <summary>
/// A day on which people write to each other, the same for the same numbers. Everybody talks with the next three. A day is made
/// of turns, spread evenly over it: of twenty, sixteen are one message, three are five in a burst and one is twenty in a burst.
/// </summary>
internal sealed record ChatDay(int People, int Messages, int Seed)
{
    private const int Friends = 3;

    /// <summary>Between the messages of a burst: five are then written in 180 ms, twenty in 855 ms.</summary>
    public static readonly TimeSpan BurstPause = TimeSpan.FromMilliseconds(45);

    /// <summary>How long after a turn's last message the other one looks.</summary>
    public static readonly TimeSpan LookPause = TimeSpan.FromSeconds(2);

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Turn> Turns()
    {
        var random = new Random(Seed);
        var pairs = Pairs();
        var turns = new List<(Guid Sender, Guid Other, int Messages)>();
        for (var rest = Messages; rest > 0; rest -= turns[^1].Messages)
        {
            var (one, other) = pairs[random.Next(pairs.Count)];
            var (sender, reader) = random.Next(2) == 0 ? (one, other) : (other, one);
            var messages = random.Next(20) switch
            {
                < 16 => 1,
                < 19 => 5,
                _ => 20,
            };
            turns.Add((PersonOf(sender), PersonOf(reader), Math.Min(messages, rest)));
        }
        var pause = TimeSpan.FromDays(1) / turns.Count;
        return [.. turns.Select((turn, i) => new Turn(Start + i * pause, turn.Sender, turn.Other, turn.Messages))];
    }

    private List<(int One, int Other)> Pairs() =>
        [
            .. Enumerable
                .Range(0, People)
                .SelectMany(one => Enumerable.Range(1, Friends).Select(step => (one, other: (one + step) % People)))
                .Where(pair => pair.one != pair.other)
                .Select(pair => (Math.Min(pair.one, pair.other), Math.Max(pair.one, pair.other)))
                .Distinct(),
        ];

    private Guid PersonOf(int number) => SeedUuid.Of("cost", $"{Seed}", $"{number}");
}

/// <summary>Somebody opens a conversation and writes so many messages; soon after, the other one looks.</summary>
internal sealed record Turn(DateTimeOffset At, Guid Sender, Guid Other, int Messages);
