using Cruddur.Messages;
using Cruddur.Users;

namespace Cruddur.Server.Messages;

/// <summary>A message on the wire, in the original's shape and with its sequence.</summary>
/// <param name="Uuid">The message_uuid that its sender chose.</param>
/// <param name="Seq">Its place in the group's one order: 1, 2, 3, … without a gap.</param>
/// <param name="Handle">The sender's handle and name as they are now.</param>
public sealed record MessageAnswer(
    Guid MessageGroupUuid,
    Guid Uuid,
    long Seq,
    Guid UserUuid,
    string Handle,
    string DisplayName,
    string Message,
    DateTimeOffset CreatedAt
)
{
    public static MessageAnswer Of(MessageEntry entry, IReadOnlyDictionary<Guid, UserProfile> people)
    {
        var sender = people.GetValueOrDefault(entry.SenderUuid);
        return new MessageAnswer(
            entry.MessageGroupUuid,
            entry.MessageUuid,
            entry.Seq,
            entry.SenderUuid,
            sender?.Handle.Value ?? "",
            sender?.DisplayName.Value ?? "",
            entry.Text,
            entry.CreatedAt
        );
    }
}

/// <summary>The body of a send by its address.</summary>
/// <param name="Message">1 to 1024 characters.</param>
/// <param name="Base">
/// The highest seq the client held when the message was written, the same over all retries; without it the last 512
/// entries are searched for the message_uuid.
/// </param>
public sealed record PutMessageRequest(string? Message, long? Base);

/// <summary>The body of a send in the original's shape: to a message group, or to a person by handle.</summary>
/// <param name="UserReceiverHandle">What the original's server calls <paramref name="Handle"/>.</param>
/// <param name="MessageUuid">Makes the send repeatable; without it each call is a new message.</param>
public sealed record PostMessageRequest(
    string? Message,
    string? MessageGroupUuid,
    string? Handle,
    string? UserReceiverHandle,
    string? MessageUuid,
    long? Base
);
