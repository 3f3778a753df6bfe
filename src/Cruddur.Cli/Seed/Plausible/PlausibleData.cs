using Cruddur.Cli.Seed.Demo;

namespace Cruddur.Cli.Seed.Plausible;

/// <summary>
/// Any number of people and messages that look like life. The same numbers and seed give the same data; more messages
/// make the same conversations longer.
/// </summary>
internal sealed class PlausibleData(int seed)
{
    private const int GroupsAPerson = 5;

    public SeedPlan PlanAt(DateTimeOffset now, int people, int messages)
    {
        var plausiblePeople = new PlausiblePeople(seed);
        var pairs = PairsOf(people);
        var counts = Spread(messages, pairs.Count);
        return new SeedPlan(
            plausiblePeople.Make(people, now),
            [
                .. pairs
                    .Select((pair, rank) => (pair, rank))
                    .Where(group => counts[group.rank] > 0)
                    .Select(group =>
                        new PlausibleConversation(
                            seed,
                            plausiblePeople.UuidOf(group.pair.One),
                            plausiblePeople.UuidOf(group.pair.Other),
                            (double)group.rank / pairs.Count
                        ).PlanAt(now, counts[group.rank])
                    ),
            ],
            DemoData.ParsedPassword
        );
    }

    /// <summary>Who talks with whom, the liveliest pairs first. Some people are in many pairs, most in a few.</summary>
    private List<(int One, int Other)> PairsOf(int people)
    {
        var possible = (long)people * (people - 1) / 2;
        var wanted = (int)Math.Min(possible, (long)people * GroupsAPerson);
        if (wanted == possible)
        {
            return
            [
                .. Enumerable
                    .Range(1, people - 1)
                    .SelectMany(one => Enumerable.Range(0, one).Select(other => (other, one))),
            ];
        }
        var random = new Random(SeedUuid.RandomSeedOf(SeedUuid.Of("pairs", $"{seed}", $"{people}")));
        var popularity = new ZipfChoice(people, exponent: 0.7, shift: 2);
        var seen = new HashSet<(int, int)>();
        var pairs = new List<(int, int)>(wanted);
        while (pairs.Count < wanted)
        {
            var (one, other) = (popularity.Next(random), popularity.Next(random));
            if (one != other && seen.Add((Math.Min(one, other), Math.Max(one, other))))
            {
                pairs.Add((one, other));
            }
        }
        return pairs;
    }

    /// <summary>How many of the messages each group gets: drawn one by one, so that more messages only add.</summary>
    private int[] Spread(int messages, int groups)
    {
        var random = new Random(SeedUuid.RandomSeedOf(SeedUuid.Of("spread", $"{seed}")));
        var popularity = new ZipfChoice(groups, exponent: 1, shift: 10);
        var counts = new int[groups];
        for (var i = 0; i < messages; i++)
        {
            counts[popularity.Next(random)]++;
        }
        return counts;
    }
}
