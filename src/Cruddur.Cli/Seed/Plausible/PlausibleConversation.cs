namespace Cruddur.Cli.Seed.Plausible;

/// <summary>
/// What two people wrote: in bursts with pauses of hours and days between them, now one, now the other. Each message
/// depends only on the seed, the two and its number.
/// </summary>
/// <param name="rank">0 for the liveliest conversation of all, towards 1 for the quietest.</param>
internal sealed class PlausibleConversation(int seed, Guid one, Guid other, double rank)
{
    private static readonly TimeSpan LongestStory = TimeSpan.FromDays(120);

    private readonly string _key = $"{seed}/{one:N}/{other:N}";

    public PlannedConversation PlanAt(DateTimeOffset now, int count)
    {
        // Of its own, not shared with the messages: reads must not change with how the messages are made.
        var random = new Random(SeedUuid.RandomSeedOf(SeedUuid.Of("reads", _key)));
        // Lively ones went on until minutes ago, the quietest ended weeks ago.
        var end =
            now
            - TimeSpan.FromMinutes(1 + random.NextDouble() * (10 + rank * rank * TimeSpan.FromDays(40).TotalMinutes));
        return new PlannedConversation(one, other, count, MessagesUntil(end, count), ReadsOf(random, count));
    }

    private IEnumerable<PlannedMessage> MessagesUntil(DateTimeOffset end, int count)
    {
        var uuids = Enumerable.Range(0, count).Select(number => SeedUuid.Of("message", _key, $"{number}")).ToArray();
        var steps = uuids.Select(Step).ToArray();
        var length = steps.Skip(1).Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Pause);
        var scale = length > LongestStory ? LongestStory / length : 1;
        var at = end - length * scale;
        var sender = one;
        var texts = new PlausibleTexts();
        for (var i = 0; i < count; i++)
        {
            at += i == 0 ? TimeSpan.Zero : steps[i].Pause * scale;
            if (steps[i].ChangesSender)
            {
                sender = sender == one ? other : one;
            }
            var uuid = uuids[i];
            yield return new PlannedMessage(uuid, sender, at, () => texts.Of(uuid));
        }
    }

    private static (TimeSpan Pause, bool ChangesSender) Step(Guid messageUuid)
    {
        var random = new Random(~SeedUuid.RandomSeedOf(messageUuid));
        var kind = random.NextDouble();
        var pause =
            kind < 0.78 ? TimeSpan.FromSeconds(4 + 90 * random.NextDouble() * random.NextDouble())
            : kind < 0.95 ? TimeSpan.FromMinutes(3 + 70 * random.NextDouble())
            : TimeSpan.FromHours(5 + 60 * random.NextDouble());
        return (pause, random.NextDouble() < 0.6);
    }

    /// <summary>Most have read all; some are a few messages behind, a few never looked.</summary>
    private PlannedRead[] ReadsOf(Random random, int count)
    {
        var kind = random.NextDouble();
        var behind =
            kind < 0.65 ? 0
            : kind < 0.95 ? random.Next(1, 12)
            : count;
        var late = random.NextDouble() < 0.5 ? one : other;
        return [new PlannedRead(late, Math.Max(0, count - behind)), new PlannedRead(late == one ? other : one, count)];
    }
}
