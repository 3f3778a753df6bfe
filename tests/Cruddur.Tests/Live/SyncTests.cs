using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

[OnEveryEngine]
public sealed class SyncTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Person _carol = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _carol = await _app.SignedInAs("carol");
        foreach (var person in (Person[])[_bob, _carol])
        {
            var group = await person.OpenWith(_alice);
            await person.Send(group, $"from {person.Handle}");
            await _alice.GroupOnceAt(group, 1);
        }
        // Without a message, and so in no list.
        await _bob.OpenWith(_carol);
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        _carol.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task It_is_what_a_stream_tells_first()
    {
        await using var stream = await EventStream.OpenAsync(_alice);
        var told = await stream.Until("heartbeat");

        var sync = await _alice.Client.GetJsonAsync("/api/sync");

        Assert.Equal(told[0].Data.GetProperty("epoch").GetString(), sync.GetProperty("epoch").GetString());
        Assert.Equal(told[^1].Id, sync.GetProperty("cursor").GetString());
        Assert.False(sync.GetProperty("reset").GetBoolean());
        Assert.Equal(told[^1].Data.GetProperty("digest").GetString(), sync.GetProperty("digest").GetString());
        Assert.Equal(2, sync.GetProperty("unread_count").GetInt64());
        Assert.Equal(
            told.Where(one => one.Type == "inbox.changed").Select(one => one.Row.ToString()),
            sync.GetProperty("message_groups").EnumerateArray().Select(row => row.ToString()),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task With_a_cursor_it_is_what_changed_since()
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        var cursor = (await _alice.Client.GetJsonAsync("/api/sync")).GetProperty("cursor").GetString();
        Assert.Equal(0, (await Since(cursor!)).GetProperty("message_groups").GetArrayLength());
        var group = await _alice.OpenWith(_carol);
        await _alice.Send(group, "an answer");
        await _alice.GroupOnceAt(group, 2);

        var sync = await Since(cursor!);

        var row = Assert.Single(sync.GetProperty("message_groups").EnumerateArray());
        Assert.Equal(group, row.GetProperty("uuid").GetGuid());
        Assert.Equal(await Digests.OfGroups(_alice), sync.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task With_any_text_for_a_cursor_it_answers_with_everything()
    {
        var random = new Random(1);
        var cursor = (await _alice.Client.GetJsonAsync("/api/sync")).GetProperty("cursor").GetString()!;
        for (var i = 0; i < 500; i++)
        {
            // One that is right but for a few letters, or none at all.
            var letters = (i % 2 == 0 ? cursor : new string('x', random.Next(1, 60))).ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                letters[random.Next(letters.Length)] = (char)random.Next(1, 0xD800);
            }

            var sync = await Since(new string(letters));

            // A digit may have become another one.
            Assert.True(
                sync.GetProperty("reset").GetBoolean() || letters.AsSpan(0, 23).SequenceEqual(cursor.AsSpan(0, 23)),
                new string(letters)
            );
            if (sync.GetProperty("reset").GetBoolean())
            {
                Assert.Equal(2, sync.GetProperty("message_groups").GetArrayLength());
            }
        }
    }

    private Task<JsonElement> Since(string cursor) =>
        _alice.Client.GetJsonAsync($"/api/sync?cursor={Uri.EscapeDataString(cursor)}");
}
