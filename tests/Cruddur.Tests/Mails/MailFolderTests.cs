using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Mails;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Mails;

/// <summary>Mails that are written down instead of sent, and shown to whoever has the key.</summary>
public sealed class MailFolderTests
{
    private const string Key = "0123456789abcdef";

    [Fact]
    public async Task A_mail_is_a_file_that_nobody_else_may_read_and_is_shown_to_whoever_has_the_key()
    {
        await using var app = await StartAsync();
        await SignUp(app);

        var mail = await FirstMail(app);

        Assert.Equal("alice@example.test", mail.GetProperty("to").GetString());
        Assert.Equal("Confirm your account on Cruddur", mail.GetProperty("subject").GetString());
        Assert.Matches(@"\n    \d{6}\n", mail.GetProperty("text").GetString());
        var folder = Path.Combine(app.Folder, "mails");
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.EndsWith(".eml", file, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
        {
            // There folders inherit who may read them.
            return;
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef0")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("0123456789abcde")]
    public async Task Whoever_has_not_the_key_sees_none(string? key)
    {
        await using var app = await StartAsync();
        using var http = app.Anonymous();
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add(MailKey.Header, key);
        }

        using var response = await http.GetAsync("/api/mails");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "mail_key_wrong");
    }

    [Fact]
    public async Task Each_start_makes_a_key_of_its_own()
    {
        await using var one = await TestApp.StartAsync(TimeProvider.System, "--Mail:Show=true");
        await using var other = await TestApp.StartAsync(TimeProvider.System, "--Mail:Show=true");

        var keys = new[] { one, other }.Select(app => app.Services.GetRequiredService<MailKey>()).ToArray();

        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{32}$", key.Value));
        Assert.NotEqual(keys[0].Value, keys[1].Value, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Where_they_are_not_shown_there_is_nothing_at_the_address()
    {
        await using var app = await StartAsync("--Mail:Show=false");
        using var http = WithKey(app);

        using var response = await http.GetAsync("/api/mails");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static Task<TestApp> StartAsync(params string[] settings) =>
        TestApp.StartAsync(TimeProvider.System, ["--Mail:Show=true", $"--Mail:ShowKey={Key}", .. settings]);

    private static HttpClient WithKey(TestApp app)
    {
        var http = app.Anonymous();
        http.DefaultRequestHeaders.Add(MailKey.Header, Key);
        return http;
    }

    private static async Task SignUp(TestApp app)
    {
        using var http = app.Anonymous();
        var account = new
        {
            handle = "alice",
            display_name = "Alice",
            email = "alice@example.test",
            password = TestApp.Password,
        };
        using var created = await http.PostAsJsonAsync("/api/accounts", account);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    private static async Task<System.Text.Json.JsonElement> FirstMail(TestApp app)
    {
        using var http = WithKey(app);
        System.Text.Json.JsonElement mails = default;
        await Eventually.True(
            async () => (mails = await http.GetJsonAsync("/api/mails")).GetArrayLength() > 0,
            "the mail is written"
        );
        return mails[0];
    }
}
