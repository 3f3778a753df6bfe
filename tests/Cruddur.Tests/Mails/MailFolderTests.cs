using System.Net;
using System.Net.Http.Json;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Mails;

/// <summary>Mails that are written down instead of sent, and shown to this machine.</summary>
public sealed class MailFolderTests
{
    [Fact]
    public async Task A_mail_is_a_file_that_nobody_else_may_read_and_is_shown_to_this_machine()
    {
        await using var app = await StartAsync(IPAddress.Loopback);
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
    [InlineData("203.0.113.7", "http://localhost", "")]
    [InlineData("127.0.0.1", "http://evil.example", "")]
    [InlineData("127.0.0.1", "http://localhost", "X-Forwarded-For")]
    [InlineData("127.0.0.1", "http://localhost", "Forwarded")]
    [InlineData("127.0.0.1", "http://localhost", "Via")]
    public async Task Whoever_comes_from_elsewhere_sees_none(string from, string host, string header)
    {
        await using var app = await StartAsync(IPAddress.Parse(from));
        using var browser = Browser.On(app, host);

        using var response = await browser.Send(
            HttpMethod.Get,
            "/api/mails",
            null,
            header.Length > 0 ? [(header, "1.1 proxy")] : []
        );

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:8080")]
    [InlineData("::1", "http://[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "http://localhost:8080")]
    public async Task Every_name_of_this_machine_is_one(string from, string host)
    {
        await using var app = await StartAsync(IPAddress.Parse(from));
        using var browser = Browser.On(app, host);

        Assert.Equal(200, await browser.StatusOf("/api/mails"));
    }

    [Fact]
    public async Task Where_they_are_not_shown_there_is_nothing_at_the_address()
    {
        await using var app = await StartAsync(IPAddress.Loopback, "--Mail:Show=false");
        using var browser = Browser.On(app);

        using var response = await browser.Get("/api/mails");

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static Task<TestApp> StartAsync(IPAddress caller, params string[] settings) =>
        TestApp.StartAsync(
            TimeProvider.System,
            services => services.AddSingleton<IStartupFilter>(new ComingFrom(caller)),
            ["--Mail:Show=true", .. settings]
        );

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
        using var http = app.Anonymous();
        System.Text.Json.JsonElement mails = default;
        await Eventually.True(
            async () => (mails = await http.GetJsonAsync("/api/mails")).GetArrayLength() > 0,
            "the mail is written"
        );
        return mails[0];
    }

    /// <summary>A server in a test has no connections, and so no callers' addresses.</summary>
    private sealed class ComingFrom(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (HttpContext context, RequestDelegate rest) =>
                    {
                        context.Connection.RemoteIpAddress = address;
                        return rest(context);
                    }
                );
                next(app);
            };
    }
}
