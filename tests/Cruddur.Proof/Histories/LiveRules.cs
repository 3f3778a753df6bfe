using Cruddur.Messages;
using Cruddur.Proof.Live;

namespace Cruddur.Proof.Histories;

/// <summary>What live clients hold, against the log.</summary>
internal static class LiveRules
{
    public static IEnumerable<Violation> Check(GroupAtRest group, IEnumerable<LiveAtRest> lives) =>
        lives
            .Where(live => live.Group == group.Group.Uuid && !IsLog(live, group.Log))
            .Select(live => new Violation(
                Rule.LiveIsLog,
                $"{live.Client} began behind {live.Start} (at most {live.LatestStart}) and holds "
                    + $"{string.Join(' ', live.Messages.Select(message => message.Seq))} of {group.Log.Count}"
            ));

    private static bool IsLog(LiveAtRest live, IReadOnlyList<MessageEntry> log) =>
        live.Start <= live.LatestStart && live.Messages.SequenceEqual(log.Skip((int)live.Start).Select(Held));

    public static HeldMessage Held(MessageEntry entry) =>
        new(entry.Seq, entry.MessageUuid, entry.SenderUuid, entry.Text, entry.CreatedAt);
}
