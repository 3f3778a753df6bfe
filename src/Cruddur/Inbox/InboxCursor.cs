using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Cruddur.Runtime;

namespace Cruddur.Inbox;

/// <summary>A place in the order of an inbox: the newest activity first, then by uuid.</summary>
public readonly record struct InboxCursor(long LastMessageAt, Guid MessageGroupUuid) : IComparable<InboxCursor>
{
    private const int Size = sizeof(long) + 16;

    public static InboxCursor Of(InboxRow row) =>
        new(row.LastMessageAt is { } at ? UnixTime.From(at) : 0, row.MessageGroupUuid);

    public int CompareTo(InboxCursor other) =>
        LastMessageAt != other.LastMessageAt
            ? other.LastMessageAt.CompareTo(LastMessageAt)
            : MessageGroupUuid.CompareTo(other.MessageGroupUuid);

    public static bool operator <(InboxCursor left, InboxCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(InboxCursor left, InboxCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(InboxCursor left, InboxCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(InboxCursor left, InboxCursor right) => left.CompareTo(right) >= 0;

    /// <summary>Opaque on the wire, and safe in an address.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, LastMessageAt);
        MessageGroupUuid.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out InboxCursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (
            text is null
            || text.Length != Base64Url.GetEncodedLength(Size)
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != Size
        )
        {
            return false;
        }
        cursor = new InboxCursor(
            BinaryPrimitives.ReadInt64BigEndian(bytes),
            new Guid(bytes[sizeof(long)..], bigEndian: true)
        );
        return true;
    }
}
