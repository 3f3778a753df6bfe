using Cruddur.Storage;
using Cruddur.Tests.Support;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class ChangeFeedContract
{
    [Fact]
    public async Task What_no_feed_gave_out_is_refused()
    {
        foreach (var position in new[] { "", "x", "-1", " 1", "1.5" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(position));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Feed.WaitAsync(position, Cancel));
        }
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(limit: 0));
    }

    [Fact]
    public async Task From_the_end_only_what_comes_now_is_read()
    {
        var start = await Feed.EndAsync(Cancel);
        Assert.Empty((await ReadAsync(start)).Changes);
        await PutAsync("a", 1);
        Assert.Equal("a", Assert.Single((await ReadAsync(start)).Changes).Key.Sort);
        var end = await Feed.EndAsync(Cancel);
        await PutAsync("b", 2);
        var page = await ReadAsync(end);
        Assert.Equal("b", Assert.Single(page.Changes).Key.Sort);
        Assert.Equal(page.Next, await Feed.EndAsync(Cancel));
    }

    [Fact]
    public async Task Who_fell_behind_what_was_trimmed_is_told_so()
    {
        for (var i = 0; i < 5; i++)
        {
            await PutAsync($"{i}", i);
        }
        var (first, third) = (await NextAsync(limit: 1), await NextAsync(limit: 3));

        await TrimAsync(third);

        var behind = await ReadAsync(first);
        Assert.True(behind.Trimmed);
        Assert.Equal(["3", "4"], behind.Changes.Select(change => change.Key.Sort).ToArray());
        Assert.False((await ReadAsync(third)).Trimmed);
        Assert.False((await ReadAsync(behind.Next)).Trimmed);
        Assert.Equal("3", (await ReadAsync()).Changes[0].Key.Sort);
        Assert.False((await ReadAsync()).Trimmed);
    }

    [Fact]
    public async Task Positions_go_on_when_all_changes_were_trimmed()
    {
        await PutAsync("a", 1);
        var first = await NextAsync();
        await PutAsync("b", 2);
        var second = await NextAsync();

        await TrimAsync(second);

        var behind = await ReadAsync(first);
        Assert.True(behind.Trimmed);
        Assert.Equal(second, behind.Next);
        Assert.False((await ReadAsync(second)).Trimmed);
        var (fromStart, fromSecond) = (Feed.WaitAsync(null, Cancel), Feed.WaitAsync(second, Cancel));
        Assert.False(fromStart.IsCompleted);
        Assert.False(fromSecond.IsCompleted);
        await PutAsync("c", 3);
        await Task.WhenAll(fromStart, fromSecond).WaitAsync(Eventually.Patience, Cancel);
        Assert.Equal("c", Assert.Single((await ReadAsync(second)).Changes).Key.Sort);
    }

    [Fact]
    public async Task A_position_from_a_future_that_was_lost_means_that_all_is_to_be_rebuilt()
    {
        await PutAsync("a", 1);

        var page = await ReadAsync("1000");

        Assert.True(page.Trimmed);
        Assert.Equal("a", Assert.Single(page.Changes).Key.Sort);
        await Feed.WaitAsync("1000", Cancel).WaitAsync(Eventually.Patience, Cancel);
    }

    [Fact]
    public async Task The_feed_goes_on_after_the_engine_was_closed_and_opened()
    {
        await PutAsync("a", 1);
        var first = await NextAsync();
        await PutAsync("b", 2);

        (Table, Feed) = await ReopenAsync();
        await PutAsync("c", 3);

        var page = await ReadAsync(first);
        Assert.False(page.Trimmed);
        Assert.Equal(["b", "c"], page.Changes.Select(change => change.Key.Sort).ToArray());
        await TrimAsync(page.Next!);
        (Table, Feed) = await ReopenAsync();
        await PutAsync("d", 4);
        Assert.Equal("d", Assert.Single((await ReadAsync(page.Next)).Changes).Key.Sort);
    }
}
