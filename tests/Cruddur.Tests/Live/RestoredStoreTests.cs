using System.Net;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

/// <summary>What a client meets whose server lost its data and came back on a backup.</summary>
public sealed class RestoredStoreTests : IAsyncLifetime
{
    private readonly DataFolderFixture _backups = new();
    private readonly Guid _lostUuid = TestUuid.Next();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;
    private string _cursor = null!;

    /// <summary>Two messages are in the backup; three that came later, which both clients know of, are lost with the disk.</summary>
    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(TimeProvider.System, table => table);
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
        await _alice.Send(_group, "one");
        await _bob.Send(_group, "two");
        await _alice.GroupOnceAt(_group, 2);
        await _bob.GroupOnceAt(_group, 2);
        var backup = Path.Combine(_backups.Path, "backup.db");
        Assert.Equal(0, (await CommandRun.Of("backup", backup, "--data", _app.Folder)).ExitCode);

        await _alice.Send(_group, "three");
        await _bob.Put(_group, _lostUuid, "four", @base: 3);
        await _alice.Send(_group, "five");
        await _alice.MarkRead(_group, 5);
        await _alice.GroupOnceAt(_group, 5);
        _cursor = (await _alice.Client.GetJsonAsync("/api/sync")).GetProperty("cursor").GetString()!;
        await _app.RestartAsync(async () =>
        {
            foreach (var file in Directory.EnumerateFiles(_app.Folder, "cruddur.db*"))
            {
                File.Delete(file);
            }
            var run = await CommandRun.Of("restore", backup, "--data", _app.Folder);
            Assert.True(run.ExitCode == 0, run.Error);
        });
        _alice.Dispose();
        _bob.Dispose();
        // Whoever changed their password since the backup has the old one again.
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        await _app.DisposeAsync();
        _backups.Dispose();
    }

    [Fact]
    public async Task A_stream_with_the_cursor_from_before_is_told_to_forget_and_then_what_there_is()
    {
        await using var stream = await EventStream.OpenAsync(_alice, lastEventId: _cursor);

        var told = await stream.Until("heartbeat");

        Assert.Equal("ready reset inbox.changed heartbeat", told.Types());
        Assert.Equal("epoch", told[1].Data.GetProperty("reason").GetString());
        Assert.Equal(2, told[2].Row.GetProperty("last_seq").GetInt64());
        Assert.Equal(await Digests.OfGroups(_alice), told[3].Data.GetProperty("digest").GetString());
        Assert.Equal(["one", "two"], await Texts());
    }

    [Fact]
    public async Task A_client_without_streams_is_told_the_same()
    {
        var sync = await _alice.Client.GetJsonAsync($"/api/sync?cursor={_cursor}");

        Assert.True(sync.GetProperty("reset").GetBoolean());
        var row = Assert.Single(sync.GetProperty("message_groups").EnumerateArray());
        Assert.Equal(2, row.GetProperty("last_seq").GetInt64());
        var next = await _alice.Client.GetJsonAsync($"/api/sync?cursor={sync.GetProperty("cursor").GetString()}");
        Assert.False(next.GetProperty("reset").GetBoolean());
    }

    [Fact]
    public async Task A_message_that_was_acknowledged_since_is_gone_and_sent_again_is_there_once()
    {
        using var ahead = await _bob.TryPut(_group, _lostUuid, "four", @base: 3);
        var refusal = await ahead.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "base_ahead");
        var end = refusal.GetProperty("last_seq").GetInt64();
        Assert.Equal(2, end);

        // From the end of the log as it is now; and once more, as after a lost answer.
        var first = await _bob.Put(_group, _lostUuid, "four", @base: end);
        var again = await _bob.Put(_group, _lostUuid, "four", @base: end);

        Assert.Equal((3, 3), (first.GetProperty("seq").GetInt64(), again.GetProperty("seq").GetInt64()));
        Assert.Equal(["one", "two", "four"], await Texts());
    }

    [Fact]
    public async Task Inboxes_follow_what_is_sent_from_now_on()
    {
        await _alice.Send(_group, "another three");

        var row = await _bob.GroupOnceAt(_group, 3);

        Assert.Equal("another three", row.GetProperty("message").GetString());
    }

    private async Task<string[]> Texts() =>
        [.. (await _alice.WholeLog(_group)).Select(message => message.GetProperty("message").GetString()!)];
}
