using Cruddur.Messages;

namespace Cruddur.Proof.Live;

/// <summary>An event as a client reads it, by docs/api.md: wherever it came from, in the program or over the wire.</summary>
internal abstract record Told
{
    private Told() { }

    public sealed record Ready(bool IsResumed) : Told;

    public sealed record Reset : Told;

    public sealed record Row(Guid Group, long LastSeq, long ReadSeq) : Told;

    public sealed record Message(Guid Group, HeldMessage Held) : Told;

    public sealed record Read(Guid Group, Guid User, long ReadSeq) : Told;

    public sealed record Typing : Told;

    public sealed record Heartbeat(string Digest) : Told;
}

/// <summary>A message as a client keeps it.</summary>
internal sealed record HeldMessage(long Seq, Guid MessageUuid, Guid SenderUuid, string Text, DateTimeOffset CreatedAt)
{
    /// <summary>As an entry. What clients are not told, it takes from the log; what they are told must be the same there.</summary>
    public MessageEntry In(Guid group, IReadOnlyList<MessageEntry> log) =>
        new(
            group,
            Seq,
            MessageUuid,
            SenderUuid,
            Text,
            CreatedAt,
            Seq <= log.Count ? log[(int)Seq - 1].Counts : default
        );
}
