using System.Net;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Users;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class PeopleTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _alice = await _app.SignedInAs("Alice", "Alice Adams");
        _bob = await _app.SignedInAs("bob", "Bób Harris");
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        _bob.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("aLICE")]
    public async Task A_person_is_read_by_handle_in_any_case(string handle)
    {
        var person = await _bob.Client.GetJsonAsync($"/api/users/@{handle}/short");

        Assert.Equal("uuid handle display_name", string.Join(' ', person.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(_alice.Uuid, person.GetProperty("uuid").GetGuid());
        Assert.Equal("Alice", person.GetProperty("handle").GetString());
        Assert.Equal("Alice Adams", person.GetProperty("display_name").GetString());
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("x")]
    [InlineData("no%20handle")]
    [InlineData("a%2Fb")]
    [InlineData("%F0%9F%98%80")]
    public async Task Nobody_is_not_found(string handle)
    {
        using var response = await Get($"/api/users/@{handle}/short");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "user_not_found");
    }

    [Theory]
    [InlineData("ali", "Alice")]
    [InlineData("HARR", "bob")]
    [InlineData("b%C3%B6b", "bob")]
    [InlineData("%40b", "bob")]
    [InlineData("zed", "")]
    public async Task People_are_found_by_the_beginning_of_a_handle_or_a_word(string query, string handles)
    {
        var people = await _alice.Client.GetJsonAsync($"/api/users?query={query}");

        Assert.Equal(handles, HandlesOf(people));
    }

    [Fact]
    public async Task A_limit_bounds_how_many_are_found()
    {
        for (var i = 0; i < 25; i++)
        {
            using var person = await _app.SignedInAs($"many{i:00}", "One of many");
        }

        Assert.Equal(20, (await _alice.Client.GetJsonAsync("/api/users?query=many")).GetArrayLength());
        Assert.Equal(25, (await _alice.Client.GetJsonAsync("/api/users?query=many&limit=50")).GetArrayLength());
        Assert.Equal("many00 many01", HandlesOf(await _alice.Client.GetJsonAsync("/api/users?query=@many&limit=2")));
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnprocessableEntity, "query_invalid")]
    [InlineData("?query=", HttpStatusCode.UnprocessableEntity, "query_invalid")]
    [InlineData("?query=%20%20", HttpStatusCode.UnprocessableEntity, "query_invalid")]
    [InlineData("?query=a&limit=0", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("?query=a&limit=51", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("?query=a&limit=many", HttpStatusCode.BadRequest, "request_malformed")]
    public async Task A_bad_query_or_limit_is_refused(string parameters, HttpStatusCode status, string code)
    {
        using var response = await Get($"/api/users{parameters}");

        await response.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task A_change_of_name_shows_everywhere_at_once()
    {
        using var response = await Patch(new { display_name = " Alice Baker " });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var answer = await response.ReadJsonAsync();
        Assert.Equal("Alice Baker", answer.GetProperty("display_name").GetString());
        Assert.Equal(answer.ToString(), (await _alice.Client.GetJsonAsync("/api/me")).ToString());
        var person = await _bob.Client.GetJsonAsync("/api/users/@alice/short");
        Assert.Equal("Alice Baker", person.GetProperty("display_name").GetString());
        Assert.Equal("Alice", HandlesOf(await _bob.Client.GetJsonAsync("/api/users?query=baker")));
        Assert.Equal("", HandlesOf(await _bob.Client.GetJsonAsync("/api/users?query=adams")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("Al\u202Eice")]
    public async Task A_name_that_breaks_the_rules_is_refused(string? name)
    {
        using var response = await Patch(new { display_name = name });

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "display_name_invalid");
    }

    private Task<HttpResponseMessage> Get(string address) => _alice.Client.GetAsync(address);

    private Task<HttpResponseMessage> Patch(object body) =>
        System.Net.Http.Json.HttpClientJsonExtensions.PatchAsJsonAsync(_alice.Client, "/api/me", body);

    private static string HandlesOf(JsonElement people) =>
        string.Join(' ', people.EnumerateArray().Select(person => person.GetProperty("handle").GetString()));
}
