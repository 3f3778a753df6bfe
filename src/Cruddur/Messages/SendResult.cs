namespace Cruddur.Messages;

/// <summary>A message to send.</summary>
/// <param name="MessageUuid">Chosen by the client; with the sender it makes the message the same over all retries.</param>
/// <param name="Base">
/// The highest sequence the client held when the message was written, the same over all retries. Null when the client
/// does not say: then the last <see cref="MessageSender.MaxSuffix"/> entries are searched.
/// </param>
public sealed record SendRequest(
    Guid MessageGroupUuid,
    Guid SenderUuid,
    Guid MessageUuid,
    long? Base,
    MessageText Text
);

/// <summary>How a send ended.</summary>
public abstract record SendResult
{
    /// <summary>It is in the log, durable; by this call or by an earlier one.</summary>
    public sealed record Sent(MessageEntry Entry) : SendResult;

    /// <summary>No such group, or the sender is not in it.</summary>
    public sealed record NotAMember : SendResult;

    /// <summary>Refused by who asked for it, before anything of the group was read.</summary>
    public sealed record NotAdmitted : SendResult;

    /// <summary>This sender's message_uuid is in the log with another text.</summary>
    public sealed record MessageUuidReused(long Seq) : SendResult;

    /// <summary>More than <see cref="MessageSender.MaxSuffix"/> entries came after the base; nothing was searched.</summary>
    public sealed record ResyncRequired(long LastSeq) : SendResult;

    /// <summary>The base is beyond the end of the log.</summary>
    public sealed record BaseAhead(long LastSeq) : SendResult;

    /// <summary>Not settled in time. Unknown, never failed: the same request may be sent again.</summary>
    public sealed record Unsettled : SendResult;
}
