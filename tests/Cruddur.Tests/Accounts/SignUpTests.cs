using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class SignUpTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _client = _app.Anonymous();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Fact]
    public async Task Signing_up_answers_with_the_person_and_does_not_sign_in()
    {
        using var response = await SignUp("Alice_1", email: "Alice@Example.test", name: "  Alice Adams ");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/users/@Alice_1/short", response.Headers.Location?.ToString());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var person = await response.ReadJsonAsync();
        Assert.Equal(
            "uuid handle display_name created_at code_sent_to",
            string.Join(' ', person.EnumerateObject().Select(p => p.Name))
        );
        Assert.Equal("Alice_1", person.GetProperty("handle").GetString());
        Assert.Equal("Alice Adams", person.GetProperty("display_name").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", person.GetProperty("created_at").GetString());
    }

    [Fact]
    public async Task All_bad_fields_are_reported_at_once()
    {
        using var response = await Post(
            new
            {
                handle = "a b",
                display_name = "\u202E",
                email = "nobody",
                password = "short",
            }
        );

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "handle_invalid");
        var errors = problem.GetProperty("errors");
        Assert.Equal(
            "handle:handle_invalid display_name:display_name_invalid email:email_invalid password:password_too_short",
            string.Join(
                ' ',
                errors.EnumerateObject().Select(e => $"{e.Name}:{e.Value[0].GetProperty("code").GetString()}")
            )
        );
        Assert.All(
            errors.EnumerateObject(),
            error => Assert.NotEmpty(error.Value[0].GetProperty("detail").GetString()!)
        );
    }

    [Fact]
    public async Task Missing_fields_are_reported_like_bad_ones()
    {
        using var response = await Post(new { });

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "handle_invalid");
        Assert.Equal(4, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("null", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("[]", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""{"handle":1}""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""{"handle":"\ud800"}""", HttpStatusCode.BadRequest, "request_malformed")]
    public async Task A_body_that_is_not_the_json_expected_is_malformed(string body, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Post(content);

        await response.ShouldBeProblemAsync(status, code);
    }

    [Fact]
    public async Task A_form_is_refused()
    {
        using var content = new FormUrlEncodedContent([new("handle", "alice")]);
        using var response = await Post(content);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData(7, "password_too_short")]
    [InlineData(8, null)]
    [InlineData(128, null)]
    [InlineData(129, "password_too_long")]
    public async Task A_password_has_8_to_128_characters_any(int length, string? code)
    {
        // Four bytes, two UTF-16 units, one character.
        using var response = await SignUp("alice", password: string.Concat(Enumerable.Repeat("😀", length)));

        if (code is null)
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }
        else
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code);
        }
    }

    [Theory]
    [InlineData("alice@example.test", true)]
    [InlineData("a.b+c#d@sub.example.test", true)]
    [InlineData("alice@localhost", true)]
    [InlineData("a..b@example.test", false)]
    [InlineData(".alice@example.test", false)]
    [InlineData("alice.@example.test", false)]
    [InlineData("alice", false)]
    [InlineData("@example.test", false)]
    [InlineData("alice@", false)]
    [InlineData("alice@@example.test", false)]
    [InlineData("al ice@example.test", false)]
    [InlineData("alice@example.test\nbcc:bob@example.test", false)]
    [InlineData("alice@-example.test", false)]
    [InlineData("alíce@example.test", false)]
    public async Task An_email_address_looks_like_one(string email, bool accepted)
    {
        using var response = await SignUp("alice", email: email);

        Assert.Equal(accepted ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task A_handle_is_taken_in_any_case()
    {
        using var first = await SignUp("Alice");
        using var second = await SignUp("aLICE", email: "other@example.test");

        var problem = await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "handle_taken");
        Assert.True(problem.GetProperty("errors").TryGetProperty("handle", out _));
    }

    [Fact]
    public async Task An_email_address_in_use_is_not_told()
    {
        using var first = await SignUp("alice", email: "shared@example.test", password: "password of alice");
        using var second = await SignUp("bobby", email: "SHARED@example.test", password: "password of bobby");

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await ShapeOf(first), await ShapeOf(second));
        Assert.Equal("alice", await HandleOf("shared@example.test", "password of alice"));
        Assert.Equal("bobby", await HandleOf("bobby", "password of bobby"));
        Assert.Null(await HandleOf("shared@example.test", "password of bobby"));
    }

    [Fact]
    public async Task Of_many_who_sign_up_with_one_address_at_once_all_get_an_account_and_one_the_address()
    {
        // Five, as the four who do not get it try wrong passwords below: one more would lock the account.
        string[] handles = [.. Enumerable.Range(0, 5).Select(i => $"person_{i}")];
        var responses = await Task.WhenAll(
            handles.Select(handle => SignUp(handle, email: "shared@example.test", password: $"password of {handle}"))
        );

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Created, response.StatusCode));
        var owners = 0;
        foreach (var handle in handles)
        {
            Assert.Equal(handle, await HandleOf(handle, $"password of {handle}"));
            owners += await HandleOf("shared@example.test", $"password of {handle}") == handle ? 1 : 0;
        }
        Assert.Equal(1, owners);
    }

    private Task<HttpResponseMessage> SignUp(
        string handle,
        string? email = null,
        string name = "Somebody",
        string password = TestApp.Password
    ) =>
        Post(
            new
            {
                handle,
                display_name = name,
                email = email ?? $"{handle}@example.test",
                password,
            }
        );

    private Task<HttpResponseMessage> Post(object body) =>
        body is HttpContent content
            ? _client.PostAsync("/api/accounts", content)
            : _client.PostAsJsonAsync("/api/accounts", body);

    private async Task<string?> HandleOf(string login, string password)
    {
        using var browser = Browser.On(_app);
        using var response = await browser.SignIn(login, password);
        return response.IsSuccessStatusCode ? (await response.ReadJsonAsync()).GetProperty("handle").GetString() : null;
    }

    private static async Task<string> ShapeOf(HttpResponseMessage response)
    {
        var headers = string.Join(' ', response.Headers.Select(header => header.Key));
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return $"{(int)response.StatusCode} {headers} {string.Join(' ', body.EnumerateObject().Select(p => p.Name))}";
    }
}
