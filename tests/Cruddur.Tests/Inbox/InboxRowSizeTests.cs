using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Cruddur.Tests.Inbox;

/// <summary>A row never needs a second write unit, whatever was written.</summary>
public sealed class InboxRowSizeTests
{
    private const int WriteUnit = 1024;

    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    /// <summary>Of one to four bytes, joined, combining, reordering, and such as a preview might cut in the midst.</summary>
    private static readonly string[] Pieces =
    [
        "a",
        " ",
        "\n",
        "é",
        "e\u0301",
        "\u0301",
        "\u0E33",
        "漢",
        "한",
        "\u1112\u1161\u11AB",
        "😀",
        "👩‍👩‍👧‍👦",
        "👍🏽",
        "🇨🇭",
        "\u200D",
        "\u202E",
        "\uFFFF",
        "\U0010FFFF",
        "\r\n",
        "Z\u0323\u0307\u0330\u0301\u0342",
    ];

    private static readonly Arbitrary<MessageText> Texts = Gen.Choose(1, 1100)
        .SelectMany(count =>
            Gen.OneOf(
                Gen.Elements(Pieces).Select(piece => string.Concat(Enumerable.Repeat(piece, count))),
                Gen.Elements(Pieces).ListOf(count).Select(string.Concat),
                // One cluster of thousands of bytes, somewhere.
                Gen.Choose(0, 250)
                    .Select(before => new string('x', before) + "z" + new string('\u0301', Math.Min(count * 3, 3900)))
            )
        )
        .Select(MessageText.Parse)
        .Where(result => result is MessageTextResult.Valid)
        .Select(result => ((MessageTextResult.Valid)result).Text)
        .ToArbitrary();

    [Fact]
    public void The_row_of_the_last_message_that_there_can_be_is_below_a_kilobyte() =>
        Prop.ForAll(
                Texts,
                text =>
                {
                    var row = RowAfter(text.Value);
                    return row.Size <= WriteUnit && IsStartOf(row.Text("message"), text.Value);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_preview_may_be_as_long_as_it_is_only_because_the_rest_is_short()
    {
        var longest = RowAfter(string.Concat(Enumerable.Repeat("漢", 1000)));

        Assert.InRange(longest.Size, 600, WriteUnit);
    }

    /// <summary>With numbers as large as they get.</summary>
    private static Item RowAfter(string text)
    {
        var group = MessageGroup.Direct(Alice, Bob, DateTimeOffset.UnixEpoch);
        const long most = MessageEntry.MaxSeq - 1;
        var entry = new MessageEntry(
            group.Uuid,
            most,
            Alice,
            Bob,
            text,
            DateTimeOffset.MaxValue,
            new MessageCounts(most / 2, most / 2)
        );
        var row = InboxRow
            .Empty(group, Alice)
            .ToItem()
            .With(InboxRow.Follow(entry, group, Alice, DateTimeOffset.MaxValue).Set);
        return row.With(InboxRow.MarkRead(entry, group, Alice, DateTimeOffset.MaxValue).Set);
    }

    private static bool IsStartOf(string preview, string text) =>
        preview == text || (preview[^1] == '…' && text.StartsWith(preview[..^1], StringComparison.Ordinal));
}
