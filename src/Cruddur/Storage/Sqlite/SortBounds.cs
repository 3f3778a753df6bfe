using System.Text;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// The ends of a range of sort keys as bytes, as SQLite compares them; null where there is none. Where the range says
/// one thing and the cursor another, the narrower one.
/// </summary>
internal readonly record struct SortBounds(byte[]? Lower, bool LowerIncluded, byte[]? Upper, bool UpperIncluded)
{
    public static SortBounds Of(Query query)
    {
        var bounds = query.Range switch
        {
            SortRange.Closed(var from, var to) => new SortBounds(Bytes(from), true, Bytes(to), true),
            SortRange.Prefixed(var prefix) => new SortBounds(Bytes(prefix), true, BehindPrefix(Bytes(prefix)), false),
            _ => new SortBounds(null, true, null, true),
        };
        if (query.After is null)
        {
            return bounds;
        }
        var after = Bytes(query.After);
        if (query.Backward)
        {
            return bounds.Upper is null || after.AsSpan().SequenceCompareTo(bounds.Upper) <= 0
                ? bounds with
                {
                    Upper = after,
                    UpperIncluded = false,
                }
                : bounds;
        }
        return bounds.Lower is null || after.AsSpan().SequenceCompareTo(bounds.Lower) >= 0
            ? bounds with
            {
                Lower = after,
                LowerIncluded = false,
            }
            : bounds;
    }

    // The last byte plus one. Bytes of UTF-8 are at most 0xF4, so there is always a next one; what comes out need not be
    // UTF-8, it only compares.
    private static byte[] BehindPrefix(byte[] prefix)
    {
        var behind = (byte[])prefix.Clone();
        behind[^1]++;
        return behind;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
