using Cruddur.Messages;

namespace Cruddur.Proof.Histories;

/// <summary>What was read of a log while it grew, against what it is in the end.</summary>
internal static class ReadRules
{
    public static IEnumerable<Violation> Check(
        GroupAtRest group,
        IReadOnlyList<RecordedSend> sends,
        IReadOnlyList<RecordedRead> allReads
    )
    {
        var reads = allReads.Where(read => read.Group == group.Group.Uuid).ToList();
        foreach (var read in reads)
        {
            var wrong = read.Entries.FirstOrDefault(entry => !group.Log.Contains(entry));
            if (wrong is not null)
            {
                yield return new(Rule.ReadsAgree, $"what was read at {wrong.Seq} is not in the log");
            }
            var gap = read.Entries.Where((entry, index) => entry.Seq != read.After + 1 + index).FirstOrDefault();
            if (gap is not null)
            {
                yield return new(Rule.ReadsAreFresh, $"a read behind {read.After} has {gap.Seq} out of place");
            }
            var due = Math.Min(KnownBefore(read.Invoked, sends, reads), read.After + read.Limit);
            var end = read.After + read.Entries.Count;
            if (end < due)
            {
                yield return new(
                    Rule.ReadsAreFresh,
                    $"a read behind {read.After} ends at {end}, though {due} was known"
                );
            }
        }
    }

    private static long KnownBefore(long moment, IReadOnlyList<RecordedSend> sends, IReadOnlyList<RecordedRead> reads)
    {
        var acknowledged = sends.Where(send => send.Completed < moment).SelectMany(send => send.Answers.Take(1));
        var seen = reads.Where(read => read.Completed < moment).SelectMany(read => read.Entries.TakeLast(1));
        return acknowledged.Concat(seen).Select(entry => entry.Seq).DefaultIfEmpty().Max();
    }
}
