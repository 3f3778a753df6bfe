using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

[OnEveryEngine]
public sealed class ResumeTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Person _carol = null!;
    private Guid _withBob;
    private Guid _withCarol;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, "--Accounts:AccessTokenLifetime=1.00:00:00");
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _carol = await _app.SignedInAs("carol");
        _withBob = await _alice.OpenWith(_bob);
        _withCarol = await _alice.OpenWith(_carol);
        await _bob.Send(_withBob, "from bob");
        await _carol.Send(_withCarol, "from carol");
        await _alice.GroupOnceAt(_withBob, 1);
        await _alice.GroupOnceAt(_withCarol, 1);
        _time.Advance(TimeSpan.FromMinutes(10));
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_comes_back_is_told_what_changed_and_no_more(bool byHeader)
    {
        var cursor = await CursorOfNow();
        await _bob.Send(_withBob, "meanwhile");
        await _alice.GroupOnceAt(_withBob, 2);
        _time.Advance(TimeSpan.FromMinutes(10));

        await using var stream = byHeader
            ? await EventStream.OpenAsync(_alice, lastEventId: cursor)
            : await EventStream.OpenAsync(_alice, cursor);

        var told = await stream.Until("heartbeat");
        Assert.Equal("ready inbox.changed heartbeat", told.Types());
        Assert.True(told[0].Data.GetProperty("resumed").GetBoolean());
        Assert.Equal(_withBob, told[1].Row.GetProperty("uuid").GetGuid());
        // Of all groups, also those that were not told again.
        Assert.Equal(await Digests.OfGroups(_alice), told[2].Data.GetProperty("digest").GetString());
        Assert.Equal(3, told[2].Data.GetProperty("unread_count").GetInt64());
    }

    [Fact]
    public async Task The_header_counts_before_the_address_as_a_browser_keeps_the_address()
    {
        var old = await CursorOfNow();
        await _bob.Send(_withBob, "meanwhile");
        await _alice.GroupOnceAt(_withBob, 2);
        _time.Advance(TimeSpan.FromMinutes(10));
        var newer = await CursorOfNow();

        await using var stream = await EventStream.OpenAsync(_alice, old, newer);

        Assert.Equal("ready heartbeat", (await stream.Until("heartbeat")).Types());
    }

    [Fact]
    public async Task A_read_mark_is_a_change()
    {
        var cursor = await CursorOfNow();
        await _alice.MarkRead(_withCarol, 1);

        await using var stream = await EventStream.OpenAsync(_alice, cursor);

        var told = await stream.Until("heartbeat");
        Assert.Equal(
            _withCarol,
            Assert.Single(told, one => one.Type == "inbox.changed").Row.GetProperty("uuid").GetGuid()
        );
    }

    /// <summary>The clocks of servers differ.</summary>
    [Fact]
    public async Task What_changed_shortly_before_is_told_again()
    {
        await _bob.Send(_withBob, "shortly before");
        await _alice.GroupOnceAt(_withBob, 2);
        _time.Advance(TimeSpan.FromSeconds(119));
        var cursor = await CursorOfNow();

        await using var stream = await EventStream.OpenAsync(_alice, cursor);

        Assert.Single(await stream.Until("heartbeat"), one => one.Type == "inbox.changed");
    }

    /// <summary>The rest of the rows must not be taken for known.</summary>
    [Fact]
    public async Task A_stream_that_is_cut_within_its_first_rows_is_told_all_of_them_again()
    {
        string cut;
        await using (var first = await EventStream.OpenAsync(_alice))
        {
            cut = (await first.Next("inbox.changed")).Id;
        }

        await using var stream = await EventStream.OpenAsync(_alice, lastEventId: cut);

        Assert.Equal(2, (await stream.Until("heartbeat")).Count(one => one.Type == "inbox.changed"));
    }

    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.1700000000000000", "epoch")]
    [InlineData("garbage", "cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.", "cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.-1", "cursor")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.9223372036854775807", "cursor")]
    [InlineData("😀.1", "cursor")]
    public async Task A_cursor_of_another_epoch_or_of_none_means_to_forget_everything(string cursor, string reason)
    {
        await using var stream = await EventStream.OpenAsync(_alice, cursor);

        var told = await stream.Until("heartbeat");
        Assert.Equal("ready reset inbox.changed inbox.changed heartbeat", told.Types());
        Assert.False(told[0].Data.GetProperty("resumed").GetBoolean());
        Assert.Equal(reason, told[1].Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_cursor_from_the_future_is_none()
    {
        var cursor = await CursorOfNow();
        var later = long.Parse(cursor[(cursor.IndexOf('.', StringComparison.Ordinal) + 1)..]) + 3_600_000_000;

        await using var stream = await EventStream.OpenAsync(_alice, $"{cursor[..22]}.{later}");

        Assert.Equal("cursor", (await stream.Next("reset")).Data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_epoch_is_the_same_after_a_restart()
    {
        var cursor = await CursorOfNow();
        await _app.RestartAsync();
        using var alice = await _app.SignedInAs("alice");

        await using var stream = await EventStream.OpenAsync(alice, cursor);

        Assert.True((await stream.Next()).Data.GetProperty("resumed").GetBoolean());
    }

    private async Task<string> CursorOfNow()
    {
        await using var stream = await EventStream.OpenAsync(_alice);
        return (await stream.Next("heartbeat")).Id;
    }
}
