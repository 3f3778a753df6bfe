using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.MessageGroups;

/// <summary>
/// A message group: who is in it. The log of what was said is <see cref="Messages.MessageEntry"/>, what a member sees of
/// it in a list is <see cref="Inbox.InboxRow"/>.
/// </summary>
/// <remarks>Table: <c>pk = GROUP#{uuid}</c>, <c>sk = HEAD</c>; <c>member_0, member_1, created_at</c>. Never changes.</remarks>
public sealed record MessageGroup(Guid Uuid, Guid FirstMember, Guid SecondMember, DateTimeOffset CreatedAt)
{
    public static MessageGroup Direct(Guid one, Guid other, DateTimeOffset createdAt)
    {
        var (first, second) = DirectGroup.InOrder(one, other);
        return new MessageGroup(DirectGroup.UuidOf(one, other), first, second, createdAt);
    }

    private const string PartitionPrefix = "GROUP#";

    public static Key KeyOf(Guid uuid) => new($"{PartitionPrefix}{uuid:D}", "HEAD");

    /// <summary>Whether an item under this key is the head of a message group, and of which.</summary>
    public static bool IsKey(Key key, out Guid uuid)
    {
        uuid = default;
        return key.Partition.StartsWith(PartitionPrefix, StringComparison.Ordinal)
            && Guid.TryParseExact(key.Partition.AsSpan(PartitionPrefix.Length), "D", out uuid);
    }

    public IReadOnlyList<Guid> Members => [FirstMember, SecondMember];

    public bool HasMember(Guid userUuid) => userUuid == FirstMember || userUuid == SecondMember;

    /// <summary>The place of a member in the cumulative counts of every entry: 0 or 1.</summary>
    public int OrdinalOf(Guid memberUuid) =>
        memberUuid == FirstMember ? 0
        : memberUuid == SecondMember ? 1
        : throw new ArgumentException("Not a member of the message group.", nameof(memberUuid));

    public Guid OtherThan(Guid memberUuid) => OrdinalOf(memberUuid) == 0 ? SecondMember : FirstMember;

    public Item ToItem() =>
        new(
            KeyOf(Uuid),
            [
                new("member_0", FirstMember.ToString("D")),
                new("member_1", SecondMember.ToString("D")),
                new("created_at", UnixTime.From(CreatedAt)),
            ]
        );

    public static MessageGroup FromItem(Guid uuid, Item item) =>
        new(uuid, item.Uuid("member_0"), item.Uuid("member_1"), item.Time("created_at"));
}
