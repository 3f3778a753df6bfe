using System.Net;
using System.Text.Json;
using Cruddur.Storage;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Security;

/// <summary>
/// Every route called with words that are found nowhere else in place of what is secret: none of them comes into a log, a trace or a
/// measurement, when calls succeed, are refused, cannot be read, and when the server meets a bug or has no storage.
/// </summary>
public sealed class SentinelTests : IDisposable
{
    // Not the word itself, which the names of these tests have.
    private const string Mark = "s3nt1n3l";
    private const string Password = $"{Mark}-password";
    private const string OtherPassword = $"{Mark}-other-password";
    private const string Email = $"{Mark}.address@example.test";
    private const string Code = $"{Mark}-code";
    private const string Message = $"{Mark} message text";

    private readonly List<string> _secrets = [Password, OtherPassword, Email, Code, Message, Mark];
    private readonly DirectoryInfo _mails = Directory.CreateTempSubdirectory("cruddur-mails-");

    public void Dispose() => _mails.Delete(recursive: true);

    [Fact]
    public async Task Nothing_that_is_secret_comes_into_logs_traces_or_measurements()
    {
        using var telemetry = new CapturedTelemetry();
        await using var app = await TestApp.StartAsync(null, [.. Settings, "--Logging:LogLevel:Default=Trace"]);
        using var browser = await SignUpAsync(app);
        using var bob = await app.SignedInAs("bob");

        await WalkAsync(browser, bob);
        await FailAsync(browser);
        await Eventually.True(
            () => Task.FromResult(_mails.EnumerateFiles("*.eml").Any()),
            "the code for another password is sent"
        );

        ShouldHoldNone(app.Log.Text, "log");
        ShouldHoldNone(telemetry.Text, "trace or measurement");
        Assert.Contains("Microsoft.AspNetCore.Hosting.HttpRequestIn", telemetry.Text, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", telemetry.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(StorageFault.Unavailable)]
    [InlineData(StorageFault.OutcomeUnknown)]
    [InlineData(StorageFault.Full)]
    [InlineData(StorageFault.Damaged)]
    public async Task Nor_when_storage_fails_or_the_server_meets_a_bug(StorageFault? fault)
    {
        using var telemetry = new CapturedTelemetry();
        InterceptedTable table = null!;
        await using var app = await TestApp.StartAsync(
            TimeProvider.System,
            engine => table = new InterceptedTable(engine),
            Settings
        );
        using var browser = await SignUpAsync(app);
        using var bob = await app.SignedInAs("bob");
        table.BeforeWrite = (_, _) =>
            throw (
                fault is { } storage ? new StorageException(storage, "on purpose") : new InvalidOperationException()
            );

        await WalkAsync(browser, bob, fails: true);

        ShouldHoldNone(app.Log.Text, "log");
        ShouldHoldNone(telemetry.Text, "trace or measurement");
        Assert.Contains(fault is null ? " 4001 " : " 4000 ", app.Log.Text, StringComparison.Ordinal);
    }

    // What is looked for is found where it is: the test is no good otherwise.
    [Fact]
    public void What_is_looked_for_would_be_found() =>
        Assert.ThrowsAny<Exception>(() => ShouldHoldNone($"The message '{Message}' could not be sent.", "log"));

    // Codes are mailed, so that their routes have something to do, but nobody has to confirm an address.
    private string[] Settings => [$"--Mail:Folder={_mails.FullName}", "--Accounts:ConfirmEmail=false"];

    private async Task<Browser> SignUpAsync(TestApp app)
    {
        var browser = Browser.On(app);
        using var created = await browser.Send(
            HttpMethod.Post,
            "/api/accounts",
            new
            {
                handle = "alice",
                display_name = "Alice",
                email = Email,
                password = Password,
            }
        );
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await SignInAsync(browser);
        return browser;
    }

    private async Task SignInAsync(Browser browser)
    {
        using var signedIn = await browser.SignIn(Email, Password);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        KeepCookie(browser);
        using var tokens = await browser.Send(
            HttpMethod.Post,
            "/api/tokens",
            new { login = Email, password = Password }
        );
        _secrets.Add((await tokens.ReadJsonAsync()).GetProperty("access_token").GetString()!);
    }

    private void KeepCookie(Browser browser)
    {
        if (browser.Cookie is { } cookie)
        {
            _secrets.Add(cookie["cruddur=".Length..]);
        }
    }

    /// <summary>
    /// Every row of the matrix, with each text that may be secret in each place: as it should be, with a body that cannot be read,
    /// and with a token that is not good.
    /// </summary>
    private async Task WalkAsync(Browser browser, Person bob, bool fails = false)
    {
        using var post = await browser.Send(HttpMethod.Post, "/api/activities", new { message = Message });
        var activity = fails ? TestUuid.Next() : (await post.ReadJsonAsync()).GetProperty("uuid").GetGuid();
        using var group = await browser.Send(HttpMethod.Post, "/api/message_groups", new { handle = "bob" });
        var uuid = fails ? TestUuid.Next() : (await group.ReadJsonAsync()).GetProperty("uuid").GetGuid();
        var world = new RouteWorld(uuid, TestUuid.Next(), activity, "alice", bob.Handle, 1);
        var token = _secrets[^1];
        // A change of the password ends the token, and signing out what the others need.
        foreach (var row in Routes.Rows.OrderBy(row => row is { Method: "DELETE", Pattern: "/api/session" }))
        {
            var body = row.Body is null ? null : Marked(row.Body(world));
            using var answer = await browser.Send(new HttpMethod(row.Method), row.PathIn(world), body);
            KeepCookie(browser);
            using var refused = await browser.Send(
                new HttpMethod(row.Method),
                row.PathIn(world),
                body,
                ("Authorization", $"Bearer {token}x")
            );
            using var unread = row.Body is null
                ? null
                : await browser.Send(new HttpMethod(row.Method), row.PathIn(world), Message);
            if (!fails)
            {
                Assert.Equal($"{row} {row.Status}", $"{row} {(int)answer.StatusCode}");
                Assert.True(row.Access == Access.Anyone || refused.StatusCode == HttpStatusCode.Unauthorized, $"{row}");
                Assert.True(unread is null or { StatusCode: HttpStatusCode.BadRequest }, $"{row}");
            }
        }
    }

    private async Task FailAsync(Browser browser)
    {
        using var wrong = await browser.SignIn(Email, $"{Mark}-wrong-password");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using var notJson = new StringContent($"{{\"login\": \"{Email}\", \"password\": {Password}}}");
        notJson.Headers.ContentType = new("application/json");
        using var unread = await browser.SendContent(HttpMethod.Post, "/api/session", notJson);
        Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);
        using var broken = await browser.Send(
            HttpMethod.Get,
            "/api/me",
            null,
            ("Cookie", $"cruddur={Mark}"),
            ("Authorization", $"Bearer {Mark}")
        );
        Assert.Equal(HttpStatusCode.Unauthorized, broken.StatusCode);
    }

    // Texts of people are secret; handles and names of people are not, as everybody may look for them.
    private static Dictionary<string, object?> Marked(object body)
    {
        var fields = JsonSerializer.SerializeToElement(body).EnumerateObject();
        return fields.ToDictionary(
            field => field.Name,
            field =>
                field.Name switch
                {
                    "message" => Message,
                    "password" or "current_password" => Password,
                    "new_password" => OtherPassword,
                    "email" or "login" => Email,
                    "code" => Code,
                    _ => (object?)field.Value,
                },
            StringComparer.Ordinal
        );
    }

    private void ShouldHoldNone(string text, string where)
    {
        foreach (var secret in _secrets)
        {
            var place = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            Assert.True(
                place < 0,
                place < 0 ? "" : $"In a {where}: …{text[Math.Max(0, place - 200)..(place + secret.Length)]}"
            );
        }
    }
}
