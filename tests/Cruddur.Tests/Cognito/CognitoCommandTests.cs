using Cruddur.Tests.Accounts;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Cruddur.Tests.Cognito;

/// <summary>The commands about a user pool, against the emulator; what it does not have, against a stand-in.</summary>
[Collection(CognitoTests.Name)]
public sealed class CognitoCommandTests(CognitoEmulator emulator)
{
    [Fact]
    public async Task People_are_listed_by_handle_with_their_subjects()
    {
        var pool = await emulator.MakePoolAsync();
        await pool.AddAsync("bob", TestApp.Password, ("email", "bob@example.test"), ("preferred_username", "bob"));
        await pool.AddAsync("alice", TestApp.Password, ("email", "a@example.test"), ("preferred_username", "alice"));
        await pool.AddAsync("nameless", TestApp.Password, ("email", "n@example.test"));

        var text = await RunAsync(pool, "", "cognito", "list-users");
        var json = await RunAsync(pool, "", "cognito", "list-users", "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.Matches("^-      [0-9a-f-]{36}\nalice  [0-9a-f-]{36}\nbob    [0-9a-f-]{36}\n$", text.Out);
        var users = json.Json.GetProperty("users").EnumerateArray().ToArray();
        Assert.Equal(3, users.Length);
        Assert.Equal("alice", users[1].GetProperty("handle").GetString());
        Assert.Equal("confirmed", users[1].GetProperty("status").GetString());
        Assert.DoesNotContain("example.test", text.Out + json.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_created_signs_in_at_once_under_the_handle()
    {
        var pool = await emulator.MakePoolAsync();
        string[] line = ["cognito", "create-user", "@Alice", "--email", "alice@example.test", "--name", "Alice A."];

        var made = await RunAsync(pool, TestApp.Password, line);
        var again = await RunAsync(pool, TestApp.Password, line);

        Assert.Equal((0, 1), (made.ExitCode, again.ExitCode));
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApp.Password, made.Error, StringComparison.Ordinal);
        await using var app = await TestApp.StartAsync(null, pool.Settings);
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("alice");
        var me = await signedIn.ReadJsonAsync();
        Assert.Equal("Alice", me.GetProperty("handle").GetString());
        Assert.Equal("Alice A.", me.GetProperty("display_name").GetString());
    }

    [Fact]
    public async Task Spaces_at_the_ends_are_of_the_password()
    {
        var pool = await emulator.MakePoolAsync();

        await RunAsync(pool, " two words \n", "cognito", "create-user", "alice", "--email", "alice@example.test");

        await pool.SignInAsync("alice", " two words ");
    }

    [Theory]
    [InlineData("a", "alice@example.test", TestApp.Password, "too short")]
    [InlineData("alice", "alice", TestApp.Password, "name@example.com")]
    [InlineData("alice", "alice@example.test", "short", "8 to 128")]
    [InlineData("alice", "alice@example.test", "", "8 to 128")]
    public async Task Wrong_fields_add_nobody(string handle, string email, string password, string problem)
    {
        var pool = await emulator.MakePoolAsync();

        var run = await RunAsync(pool, password, "cognito", "create-user", handle, "--email", email);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Empty((await RunAsync(pool, "", "cognito", "list-users")).Out);
    }

    [Fact]
    public async Task All_pages_are_read_and_a_throttled_one_again()
    {
        await using var pool = await PoolStandIn.StartAsync(TimeProvider.System);
        var calls = 0;
        pool.Instead["ListUsers"] = context =>
        {
            var call = Interlocked.Increment(ref calls);
            if (call == 2)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Task.CompletedTask;
            }
            var page = call == 1 ? 0 : call - 2;
            return PoolStandIn.WriteAsync(
                context,
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["Users"] = Enumerable.Range(page * 60, 60).Select(UserAt),
                    [page < 2 ? "PaginationToken" : "Ignored"] = $"page-{page + 1}",
                }
            );
        };

        var run = await RunAsync(
            "",
            "cognito",
            "list-users",
            "--pool",
            PoolStandIn.PoolId,
            "--endpoint",
            pool.Endpoint
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            180,
            run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Count()
        );
        var tokens = pool.Calls.Select(call =>
            call.Body.TryGetProperty("PaginationToken", out var token) ? token.GetString() : "first"
        );
        Assert.Equal("first page-1 page-1 page-2", string.Join(' ', tokens));
    }

    [Fact]
    public async Task What_the_pool_refuses_is_told_in_its_words()
    {
        await using var pool = await PoolStandIn.StartAsync(TimeProvider.System);
        pool.Refuse("ListUsers", "ResourceNotFoundException", "User pool eu-west-1_StandIn does not exist.");

        var run = await RunAsync(
            "",
            "cognito",
            "list-users",
            "--pool",
            PoolStandIn.PoolId,
            "--endpoint",
            pool.Endpoint
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not exist", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cognito", "list-users")]
    [InlineData("cognito", "list-users", "--pool", "nonsense")]
    [InlineData(
        "cognito",
        "list-users",
        "--pool",
        "eu-west-1_X",
        "--endpoint",
        "https://cognito-idp.eu-west-1.amazonaws.com"
    )]
    public async Task A_pool_that_is_not_named_or_is_on_AWS_without_prod_is_refused(params string[] line)
    {
        var run = await RunAsync("", line);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches("--pool|--prod", run.Error);
    }

    [Fact]
    public async Task The_settings_name_a_pool_without_an_app_client()
    {
        var pool = await emulator.MakePoolAsync();
        await pool.AddAsync("bob", TestApp.Password, ("email", "bob@example.test"), ("preferred_username", "bob"));
        var endpoint = emulator.Endpoint.ToString();
        const string variable = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER";
        (string, string)[] named = [("Cognito__UserPoolId", pool.Id)];

        CommandRun[] runs =
        [
            await CommandProcess.OfAsync(named, "cognito", "list-users", "--endpoint", endpoint),
            await CommandProcess.OfAsync([.. named, (variable, endpoint)], "cognito", "list-users"),
            await CommandProcess.OfAsync([("Cognito__Endpoint", endpoint)], "cognito", "list-users", "--pool", pool.Id),
        ];

        Assert.All(runs, run => Assert.Equal((0, "bob"), (run.ExitCode, run.Out.Split(' ')[0])));
    }

    private static Task<CommandRun> RunAsync(EmulatedPool pool, string typed, params string[] line) =>
        RunAsync(typed, [.. line, "--pool", pool.Id, "--endpoint", pool.Emulator.Endpoint.ToString()]);

    private static Task<CommandRun> RunAsync(string typed, params string[] line) => CommandRun.Typing(typed, line);

    private static object UserAt(int number) =>
        new
        {
            Username = $"user-{number}",
            UserStatus = "CONFIRMED",
            Attributes = new[]
            {
                new { Name = "sub", Value = $"sub-{number}" },
                new { Name = "preferred_username", Value = $"user_{number}" },
            },
        };
}
