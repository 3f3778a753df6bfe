using System.Text;
using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    // Not in an attribute: the compiler writes those as UTF-8 and would replace it.
    private static readonly string HalfPair = "a" + (char)0xD800;

    private Task<Page> QueryAsync(
        SortRange? range = null,
        int limit = 100,
        bool backward = false,
        string? after = null,
        string partition = "p"
    ) =>
        Table.QueryAsync(
            new Query(Partition(partition), range ?? SortRange.All, limit, Consistency.Strong, backward, after),
            Cancel
        );

    private async Task<string[]> SortsAsync(
        SortRange? range = null,
        int limit = 100,
        bool backward = false,
        string? after = null,
        string partition = "p"
    ) => [.. (await QueryAsync(range, limit, backward, after, partition)).Items.Select(item => item.Key.Sort)];

    [Fact]
    public async Task A_query_returns_one_partition_in_order_with_its_attributes()
    {
        await PutAllAsync("b", "c", "a");
        await PutAsync(new Item(K("aa", "q"), Attributes(("x", 1))));

        Assert.Equal(["a", "b", "c"], await SortsAsync());
        Assert.Equal(["c", "b", "a"], await SortsAsync(backward: true));
        Assert.Equal([new Item(K("aa", "q"), Attributes(("x", 1)))], (await QueryAsync(partition: "q")).Items);
    }

    [Fact]
    public async Task A_query_of_a_partition_without_items_is_empty_and_at_its_end()
    {
        var page = await QueryAsync(partition: "nothing here");

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_partition_whose_name_begins_like_another_is_another()
    {
        await PutAsync(new Item(K("s", "p1"), Attributes()));

        Assert.Empty(await SortsAsync());
    }

    [Fact]
    public async Task Both_ends_of_a_range_are_in_it()
    {
        await PutAllAsync("a", "b", "c", "d");

        Assert.Equal(["b", "c"], await SortsAsync(SortRange.Between("b", "c")));
        Assert.Equal(["b"], await SortsAsync(SortRange.Between("b", "b")));
        Assert.Equal(["c", "b"], await SortsAsync(SortRange.Between("aa", "cc"), backward: true));
        Assert.Empty(await SortsAsync(SortRange.Between("c", "b")));
        Assert.Empty(await SortsAsync(SortRange.Between("bb", "bc")));
    }

    [Fact]
    public async Task A_prefix_finds_itself_and_what_begins_with_it()
    {
        await PutAllAsync("a", "ab", "ab\uFFFF", "ab\U0010FFFF", "ab\0", "abc", "ac", "b");

        Assert.Equal(["ab", "ab\0", "abc", "ab\uFFFF", "ab\U0010FFFF"], await SortsAsync(SortRange.StartingWith("ab")));
        Assert.Equal(["abc"], await SortsAsync(SortRange.StartingWith("abc")));
        Assert.Empty(await SortsAsync(SortRange.StartingWith("abcd")));
    }

    [Theory]
    [InlineData("\u007f")]
    [InlineData("é")]
    [InlineData("\u07ff")]
    [InlineData("\uffff")]
    [InlineData("\U0010FFFF")]
    public async Task A_prefix_may_end_with_any_character(string end)
    {
        await PutAllAsync("k", "k" + end, $"k{end}x", "l");

        Assert.Equal(["k" + end, $"k{end}x"], await SortsAsync(SortRange.StartingWith("k" + end)));
    }

    [Fact]
    public async Task Keys_are_ordered_by_their_UTF_8_bytes()
    {
        string[] sorts =
        [
            "a",
            "a\0",
            "a\0b",
            "a\u0001",
            "aa",
            "a\u0301",
            "\u007f",
            "\u0080",
            "é",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\uffff",
            "\U00010000",
            "\U0001F600",
            "\U0010FFFF",
            "A",
            "Z",
            "e\u0301",
            "1",
            "10",
            "2",
            " ",
        ];
        await PutAllAsync(sorts);

        string[] expected =
        [
            .. sorts.OrderBy(sort => Convert.ToHexString(Encoding.UTF8.GetBytes(sort)), StringComparer.Ordinal),
        ];
        Assert.Equal(expected, await SortsAsync());
        Assert.Equal(expected.Reverse().ToArray(), await SortsAsync(backward: true));
        Assert.Equal(["\uffff", "\U00010000"], await SortsAsync(SortRange.Between("\uffff", "\U00010000")));
    }

    [Fact]
    public async Task A_query_that_cannot_mean_anything_is_refused()
    {
        var fine = new Query(Partition(), SortRange.All, 1, Consistency.Strong);
        Query[] refused =
        [
            fine with
            {
                Partition = "",
            },
            fine with
            {
                Partition = HalfPair,
            },
            fine with
            {
                Limit = 0,
            },
            fine with
            {
                Limit = -1,
            },
            fine with
            {
                After = "",
            },
            fine with
            {
                After = HalfPair,
            },
            fine with
            {
                Range = SortRange.Between("", "z"),
            },
            fine with
            {
                Range = SortRange.Between("a", HalfPair),
            },
            fine with
            {
                Range = SortRange.StartingWith(""),
            },
            fine with
            {
                Range = SortRange.StartingWith(HalfPair),
            },
        ];
        foreach (var query in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.QueryAsync(query, Cancel));
        }
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.ScanAsync(null, 0, Cancel));
    }
}
