using Cruddur.Messages;

namespace Cruddur.Tests.Messages;

/// <summary>What an entry of a log takes in the table besides its text.</summary>
internal static class EntrySize
{
    private const int Unit = 1024;

    /// <summary>An entry of a text of so many bytes, in a young group.</summary>
    public static int Of(int textBytes) =>
        new MessageEntry(
            Guid.Empty,
            2,
            Guid.Empty,
            Guid.Empty,
            new string('x', textBytes),
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, 901, TimeSpan.Zero),
            new MessageCounts(2, 0)
        )
            .ToItem()
            .Size;

    /// <summary>The bytes of the longest text that so many write units hold.</summary>
    public static int LongestTextOf(int units) => units * Unit - Of(0);
}
