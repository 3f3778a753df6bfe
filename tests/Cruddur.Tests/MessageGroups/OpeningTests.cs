using System.Net;
using System.Net.Http.Json;
using Cruddur.MessageGroups;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.MessageGroups;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class OpeningTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob", "Bob Harris");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Two_people_who_open_each_other_at_the_same_moment_share_one_group()
    {
        var opened = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? _alice.OpenWith(_bob) : _bob.OpenWith(_alice))
        );
        Assert.Equal(DirectGroup.UuidOf(_alice.Uuid, _bob.Uuid), Assert.Single(opened.Distinct()));
    }

    [Fact]
    public async Task First_messages_from_both_sides_at_once_meet_in_one_group()
    {
        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    (i % 2 == 0 ? _alice : _bob).Client.PostForJsonAsync(
                        "/api/messages",
                        new { message = $"hello {i}", handle = i % 2 == 0 ? "bob" : "alice" }
                    )
                )
        );
        var group = Assert.Single(sent.Select(m => m.GetProperty("message_group_uuid").GetGuid()).Distinct());
        Assert.Equal(20, (await _alice.WholeLog(group)).Length);
        await _alice.GroupOnceAt(group, 20);
        await _bob.GroupOnceAt(group, 20);
        Assert.Single(await _alice.Groups());
        Assert.Single(await _bob.Groups());
    }

    [Fact]
    public async Task An_opened_group_is_found_but_stays_out_of_both_lists_until_its_first_message()
    {
        var group = await _alice.OpenWith(_bob);

        Assert.Empty(await _alice.Groups());
        Assert.Empty(await _bob.Groups());
        var row = await _alice.Group(group);
        Assert.Equal("Bob Harris", row.GetProperty("display_name").GetString());
        Assert.Equal(0, row.GetProperty("last_seq").GetInt64());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, row.GetProperty("message").ValueKind);

        await _bob.Send(group, "hello");
        await _alice.GroupOnceAt(group, 1);
        await _bob.GroupOnceAt(group, 1);
        Assert.Single(await _alice.Groups());
        Assert.Single(await _bob.Groups());
    }

    [Theory]
    [InlineData("bob", 200, null)]
    [InlineData("@BOB", 200, null)]
    [InlineData("nobody", 404, "user_not_found")]
    [InlineData("not a handle!", 404, "user_not_found")]
    [InlineData("alice", 422, "receiver_is_sender")]
    [InlineData("  ", 422, "user_reciever_handle_blank")]
    [InlineData(null, 422, "user_reciever_handle_blank")]
    public async Task A_group_is_opened_by_handle(string? handle, int status, string? code)
    {
        using var response = await _alice.Client.PostAsJsonAsync("/api/message_groups", new { handle });
        if (code is null)
        {
            Assert.Equal(status, (int)response.StatusCode);
        }
        else
        {
            await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
        }
    }

    [Fact]
    public void The_uuid_is_the_same_from_both_sides_and_another_for_another_pair()
    {
        var one = Guid.Parse("11111111-1111-4111-8111-111111111111");
        var other = Guid.Parse("22222222-2222-4222-8222-222222222222");
        var third = Guid.Parse("33333333-3333-4333-8333-333333333333");

        // Stored in every table there is: this value must never change.
        Assert.Equal(Guid.Parse("66678f28-1267-8470-b667-af9fbe9ef6b3"), DirectGroup.UuidOf(one, other));
        Assert.Equal(DirectGroup.UuidOf(one, other), DirectGroup.UuidOf(other, one));
        Assert.NotEqual(DirectGroup.UuidOf(one, other), DirectGroup.UuidOf(one, third));
        Assert.Equal(8, DirectGroup.UuidOf(one, third).Version);
    }
}
