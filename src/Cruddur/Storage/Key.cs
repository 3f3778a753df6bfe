using System.Text;

namespace Cruddur.Storage;

/// <summary>
/// The primary key of an item. Both parts are non-empty Unicode text, ordered by their UTF-8 bytes.
/// Limits of DynamoDB: partition 2048 bytes, sort 1024 bytes
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html).
/// </summary>
public readonly record struct Key
{
    public const int MaxPartitionBytes = 2048;
    public const int MaxSortBytes = 1024;

    public Key(string partition, string sort)
    {
        Partition = Checked(partition, MaxPartitionBytes, nameof(partition));
        Sort = Checked(sort, MaxSortBytes, nameof(sort));
    }

    /// <summary>The attribute <c>pk</c>.</summary>
    public string Partition { get; }

    /// <summary>The attribute <c>sk</c>.</summary>
    public string Sort { get; }

    /// <summary>Bytes of both parts.</summary>
    internal int Size => Encoding.UTF8.GetByteCount(Partition) + Encoding.UTF8.GetByteCount(Sort);

    /// <summary>A key that an engine reads back: it was checked when it was written.</summary>
    internal static Key FromStore(string partition, string sort) => new(partition, sort, default);

    private Key(string partition, string sort, FromStoreMark _)
    {
        Partition = partition;
        Sort = sort;
    }

    /// <summary>
    /// The partition and sort key, for messages to people and for logs. Behind the <c>#</c> of a partition only a uuid is
    /// shown: elsewhere it is an address, a handle or a name, and those belong in no log.
    /// </summary>
    public override string ToString()
    {
        var mark = Partition.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 || Guid.TryParse(Partition.AsSpan(mark + 1), out _)
            ? $"{Partition} / {Sort}"
            : $"{Partition[..mark]}#…";
    }

    private readonly struct FromStoreMark;

    private static string Checked(string part, int maxBytes, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(part, name);
        var bytes = Utf8.StrictByteCount(part, name);
        return bytes <= maxBytes
            ? part
            : throw new ArgumentException($"A key part has {bytes} bytes; at most {maxBytes} are allowed.", name);
    }
}

/// <summary>UTF-8 as the table sees it: bytes are counted and compared, half surrogate pairs are refused.</summary>
internal static class Utf8
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <exception cref="ArgumentException">The text holds half a surrogate pair, which has no UTF-8 form.</exception>
    public static int StrictByteCount(string text, string parameterName)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                "The text holds half a surrogate pair, which has no UTF-8 form.",
                parameterName,
                exception
            );
        }
    }

    /// <summary>Whether the text holds half a surrogate pair, which has no UTF-8 form.</summary>
    public static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /// <summary>Compares as DynamoDB compares strings: by UTF-8 bytes, not by UTF-16 units as .NET's ordinal does.</summary>
    public static int Compare(string left, string right)
    {
        var shared = Math.Min(left.Length, right.Length);
        for (var i = 0; i < shared; i++)
        {
            if (left[i] != right[i])
            {
                // Surrogates (U+10000 and up) sort above U+E000..U+FFFF in UTF-8, but below them in UTF-16.
                var leftAbove = char.IsSurrogate(left[i]);
                var rightAbove = char.IsSurrogate(right[i]);
                return leftAbove == rightAbove ? left[i].CompareTo(right[i])
                    : leftAbove ? 1
                    : -1;
            }
        }
        return left.Length.CompareTo(right.Length);
    }
}
