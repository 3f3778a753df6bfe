using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Runtime;

/// <summary>
/// A place in a list that is ordered by a time and a uuid, as cursors are on the wire: opaque, and safe in an address
/// (base64url of RFC 4648, of 24 bytes).
/// </summary>
internal static class PlaceToken
{
    private const int Size = sizeof(long) + 16;

    public static string Of(long microseconds, Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, microseconds);
        uuid.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Any time that fits: what is a time at all is the list's to say.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out long microseconds, out Guid uuid)
    {
        (microseconds, uuid) = (0, Guid.Empty);
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
        microseconds = BinaryPrimitives.ReadInt64BigEndian(bytes);
        uuid = new Guid(bytes[sizeof(long)..], bigEndian: true);
        return true;
    }
}
