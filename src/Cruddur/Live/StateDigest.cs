using System.Globalization;
using System.Text.Unicode;

namespace Cruddur.Live;

/// <summary>
/// A number by which server and client notice that they hold different things: over all groups that have a message, the
/// sum modulo 2^32 of FNV-1a-32 over <c>{message_group_uuid}:{last_seq}:{read_seq}</c>, as 8 hex digits. A sum, so that the
/// order of groups does not matter.
/// </summary>
public static class StateDigest
{
    private const uint OffsetBasis = 2166136261;
    private const uint Prime = 16777619;

    public static string Of(IEnumerable<GroupState> groups)
    {
        var sum = 0u;
        foreach (var group in groups)
        {
            sum = unchecked(sum + HashOf(group));
        }
        return sum.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static uint HashOf(GroupState group)
    {
        // 36 characters, two colons and two numbers of at most 20.
        Span<byte> text = stackalloc byte[80];
        Utf8.TryWrite(
            text,
            CultureInfo.InvariantCulture,
            $"{group.MessageGroupUuid:D}:{group.LastSeq}:{group.ReadSeq}",
            out var length
        );
        var hash = OffsetBasis;
        foreach (var letter in text[..length])
        {
            hash = unchecked((hash ^ letter) * Prime);
        }
        return hash;
    }
}

/// <summary>How far a user's group and their reading of it are.</summary>
public readonly record struct GroupState(Guid MessageGroupUuid, long LastSeq, long ReadSeq);
