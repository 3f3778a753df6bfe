using Cruddur.Tests.Live;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Issuers;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class IssuedPeopleTests : IAsyncLifetime
{
    private readonly IssuerWorld _world = new();

    public async ValueTask InitializeAsync() => await _world.StartAsync(SigningKey.First);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Who_comes_with_a_first_token_is_a_user_who_can_write_and_be_written_to()
    {
        using var carol = await _world.Comes(_world.Forge.Good());
        using var alice = await _world.App.SignedInAs("alice");

        Assert.Equal("carol", carol.Handle);
        var group = await alice.OpenWith(carol);
        await alice.Send(group, "hello");
        await carol.Send(group, "hello yourself");
        Assert.Equal(2, (await carol.Messages(group)).Length);
        var seen = await alice.Client.GetJsonAsync("/api/users/@carol/short");
        Assert.Equal("Carol of the Issuer", seen.GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task A_later_token_of_the_same_subject_is_the_same_person_whatever_it_says_else()
    {
        using var first = await _world.Comes(_world.Forge.Good("subject-1", "carol"));
        using var later = await _world.Comes(_world.Forge.Good("subject-1", "caroline", "Another"));
        using var other = await _world.Comes(_world.Forge.Good("subject-2", "dave"));

        Assert.Equal((first.Uuid, "carol"), (later.Uuid, later.Handle));
        Assert.NotEqual(first.Uuid, other.Uuid);
    }

    [Fact]
    public async Task Subjects_are_told_apart_by_case()
    {
        using var first = await _world.Comes(_world.Forge.Good("subject-a"));
        using var other = await _world.Comes(_world.Forge.Good("Subject-A"));
        Assert.NotEqual(first.Uuid, other.Uuid);
    }

    [Fact]
    public async Task First_requests_at_one_moment_give_one_person()
    {
        var token = _world.Forge.Good();
        var people = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _world.Comes(token)));

        Assert.Single(people.Select(person => person.Uuid).Distinct());
        Assert.All(people, person => Assert.Equal("carol", person.Handle));
        foreach (var person in people)
        {
            person.Dispose();
        }
    }

    [Fact]
    public async Task People_who_wish_for_a_handle_that_is_taken_get_one_with_a_number()
    {
        using var alice = await _world.App.SignedInAs("carol");
        var handles = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            using var person = await _world.Comes(_world.Forge.Good($"subject-{i}", "Carol"));
            handles.Add(person.Handle);
        }

        Assert.Equal("Carol2 Carol3 Carol4 Carol5 Carol6 Carol7 Carol8 Carol9", string.Join(' ', handles.Take(8)));
        Assert.All(handles.Skip(8), handle => Assert.Matches("^Carol_[0-9a-f]{6}$", handle));
    }

    [Theory]
    [InlineData("carol@example.test", "carol")]
    [InlineData("Carol Smith-Jones", "carol_smith_jones")]
    [InlineData("Zoë.Müller", "zoe_muller")]
    [InlineData("an-endlessly-long-name-that-nobody-has", "an_endlessly_long_name_that_no")]
    public async Task A_wish_that_breaks_the_rules_is_followed_as_far_as_they_allow(string wish, string handle)
    {
        using var person = await _world.Comes(_world.Forge.Good("subject-1", wish));
        Assert.Equal(handle, person.Handle);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("张伟")]
    [InlineData("@")]
    public async Task Who_has_no_name_that_could_be_a_handle_is_called_user(string? wish)
    {
        using var person = await _world.Comes(_world.Forge.Good("subject-1", wish, name: "\u202e"));
        Assert.Equal("user", person.Handle);
        var me = await person.Client.GetJsonAsync("/api/me");
        // A name that breaks the rules is not shown.
        Assert.Equal(person.Handle, me.GetProperty("display_name").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, me.GetProperty("email").ValueKind);
    }

    [Fact]
    public async Task Nobody_becomes_somebody_who_signs_in_here_by_wishing_for_their_handle()
    {
        using var alice = await _world.App.SignedInAs("alice");
        using var stranger = await _world.Comes(_world.Forge.Good("alice", "alice", "Alice"));

        Assert.NotEqual(alice.Uuid, stranger.Uuid);
        Assert.Equal("alice2", stranger.Handle);
    }

    [Fact]
    public async Task A_stream_ends_with_its_token()
    {
        var heartbeat = TimeSpan.FromSeconds(15);
        using var carol = await _world.Comes(_world.Forge.With(claims => claims["exp"] = _world.Forge.Now + 30));
        await using var stream = await EventStream.OpenAsync(carol);
        await stream.Next("heartbeat");
        _world.Time.Advance(heartbeat);
        await stream.Next("heartbeat");

        _world.Time.Advance(heartbeat);

        Assert.True(await stream.Ended());
        using var again = await EventStream.TryOpenAsync(carol.Client);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_person_of_an_issuer_has_no_password_here_to_change()
    {
        using var carol = await _world.Comes(_world.Forge.Good());
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/me/password")
        {
            Content = System.Net.Http.Json.JsonContent.Create(
                new { current_password = TestApp.Password, new_password = "another-battery" }
            ),
        };
        using var response = await carol.Client.SendAsync(request);
        await response.ShouldBeProblemAsync((System.Net.HttpStatusCode)422, "password_wrong");
    }

    [Fact]
    public async Task A_person_of_an_issuer_can_take_another_name()
    {
        using var carol = await _world.Comes(_world.Forge.Good());
        using var response = await carol.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Patch, "/api/me")
            {
                Content = System.Net.Http.Json.JsonContent.Create(new { display_name = "Carol the Other" }),
            }
        );
        Assert.Equal("Carol the Other", (await response.ReadJsonAsync()).GetProperty("display_name").GetString());
    }
}
