using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

[OnEveryEngine]
public sealed class DeliveryTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time);
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_says_that_it_is_ready_and_then_what_there_is()
    {
        await _alice.Send(_group, "hello");
        await _bob.GroupOnceAt(_group, 1);
        await using var stream = await EventStream.OpenAsync(_bob);

        var headers = stream.Response.Headers;
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no", Assert.Single(headers.GetValues("X-Accel-Buffering")));
        Assert.True(headers.CacheControl?.NoStore);
        var ready = await stream.Next();
        Assert.Equal("ready", ready.Type);
        Assert.Equal(TimeSpan.FromSeconds(2), ready.Retry);
        Assert.Equal(ready.Id, ready.Data.GetProperty("cursor").GetString());
        Assert.Equal(22, ready.Data.GetProperty("epoch").GetString()!.Length);
        Assert.False(ready.Data.GetProperty("resumed").GetBoolean());
        Assert.Equal(15, ready.Data.GetProperty("heartbeat_seconds").GetInt32());
        var row = await stream.Next();
        Assert.Equal("inbox.changed", row.Type);
        Assert.Equal((await _bob.Groups())[0].ToString(), row.Row.ToString());
        var heartbeat = await stream.Next();
        Assert.Equal("heartbeat", heartbeat.Type);
        Assert.Equal(1, heartbeat.Data.GetProperty("unread_count").GetInt64());
    }

    [Fact]
    public async Task A_message_reaches_both_people_and_the_senders_other_streams_and_then_their_rows()
    {
        await using var phone = await EventStream.OpenAsync(_alice);
        await using var laptop = await EventStream.OpenAsync(_alice);
        await using var bob = await EventStream.OpenAsync(_bob);

        var sent = await _alice.Send(_group, "hello 😀");

        foreach (var stream in (EventStream[])[phone, laptop, bob])
        {
            var created = await stream.Next("message.created");
            Assert.Equal((_group, 1), (created.Group, created.Seq));
            Assert.Equal(sent.ToString(), created.Data.GetProperty("message").ToString());
        }
        Assert.Equal(1, (await bob.UntilRowAt(1))[^1].Row.GetProperty("unread_count").GetInt64());
        Assert.Equal(0, (await phone.UntilRowAt(1))[^1].Row.GetProperty("unread_count").GetInt64());
    }

    /// <summary>The node that took it tells, and so does the table's change feed.</summary>
    [Fact]
    public async Task Each_message_of_a_group_is_told_once_and_in_its_order()
    {
        const int messages = 60;
        await using var stream = await EventStream.OpenAsync(_bob);
        for (var i = 0; i < messages; i++)
        {
            await (i % 3 == 0 ? _bob : _alice).Send(_group, $"message {i}");
        }

        var told = await stream.UntilRowAt(messages);

        var seqs = told.Where(one => one.Type == "message.created").Select(one => one.Seq);
        Assert.Equal(Enumerable.Range(1, messages).Select(seq => (long)seq), seqs);
    }

    [Fact]
    public async Task A_read_mark_reaches_the_readers_other_streams_and_the_other_person()
    {
        await _alice.Send(_group, "hello");
        await _alice.GroupOnceAt(_group, 1);
        await _bob.GroupOnceAt(_group, 1);
        await using var alice = await EventStream.OpenAsync(_alice);
        await using var bob = await EventStream.OpenAsync(_bob);
        await alice.Next("heartbeat");
        await bob.Next("heartbeat");

        await _bob.MarkRead(_group, 1);

        foreach (var stream in (EventStream[])[alice, bob])
        {
            var read = await stream.Next("read.advanced");
            Assert.Equal(_group, read.Group);
            Assert.Equal(_bob.Uuid, read.Data.GetProperty("user_uuid").GetGuid());
            Assert.Equal(1, read.Data.GetProperty("read_seq").GetInt64());
        }
        var row = await bob.Next("inbox.changed");
        Assert.Equal(0, row.Row.GetProperty("unread_count").GetInt64());
        // Told twice on the way, passed on once.
        await _bob.Send(_group, "thanks");
        var rest = await alice.UntilRowAt(2);
        Assert.DoesNotContain(rest, one => one.Type == "read.advanced");
    }

    [Fact]
    public async Task Strangers_are_told_nothing()
    {
        using var carol = await _app.SignedInAs("carol");
        await using var stream = await EventStream.OpenAsync(carol);
        await stream.Next("heartbeat");
        await using var bob = await EventStream.OpenAsync(_bob);
        await _alice.Send(_group, "hello");
        await _bob.MarkRead(_group, 1);
        await SayTyping(_alice, _group);
        await bob.UntilRowAt(1);
        var own = await carol.OpenWith(_bob);
        await _bob.Send(own, "to carol");

        var told = await stream.UntilRowAt(1);

        Assert.All(
            told,
            one => Assert.Equal(own, one.Type == "inbox.changed" ? one.Row.GetProperty("uuid").GetGuid() : one.Group)
        );
    }

    [Fact]
    public async Task Writing_is_told_to_the_other_person_once_in_two_seconds()
    {
        await using var alice = await EventStream.OpenAsync(_alice);
        await using var bob = await EventStream.OpenAsync(_bob);
        await alice.Next("heartbeat");
        await bob.Next("heartbeat");

        Assert.Equal(HttpStatusCode.NoContent, await SayTyping(_alice, _group));
        Assert.Equal(HttpStatusCode.NoContent, await SayTyping(_alice, _group));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.NoContent, await SayTyping(_alice, _group));
        await _alice.Send(_group, "hello");

        var told = await bob.Until("message.created");
        Assert.Equal("typing typing message.created", told.Types());
        Assert.Equal((_group, _alice.Uuid), (told[0].Group, told[0].Data.GetProperty("user_uuid").GetGuid()));
        Assert.Equal("message.created", (await alice.Next()).Type);
    }

    [Fact]
    public async Task Writing_in_a_group_of_others_is_refused_as_in_one_that_does_not_exist()
    {
        using var carol = await _app.SignedInAs("carol");
        foreach (var group in (Guid[])[_group, TestUuid.Next()])
        {
            using var response = await carol.Client.PostAsync($"/api/message_groups/{group}/typing", null);
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "message_group_not_found");
        }
    }

    [Fact]
    public async Task Without_signing_in_there_is_no_stream()
    {
        using var anonymous = _app.Anonymous();
        using var response = await EventStream.TryOpenAsync(anonymous);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static async Task<HttpStatusCode> SayTyping(Person person, Guid group)
    {
        using var response = await person.Client.PostAsync($"/api/message_groups/{group}/typing", null);
        return response.StatusCode;
    }
}
