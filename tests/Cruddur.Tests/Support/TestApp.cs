using System.Net.Http.Headers;
using System.Net.Http.Json;
using Cruddur.Server;
using Cruddur.Server.Cognito;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Postgres;
using Cruddur.Tests.Storage.DynamoDb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Support;

/// <summary>
/// The whole server in a folder of its own, spoken to by HTTP without a socket. It can be stopped and started again on
/// the same data. Over the embedded engine, or a table of its own on the one that CRUDDUR_TEST_ENGINE names; with people in
/// the table, or in a database of its own where CRUDDUR_TEST_DIRECTORY says postgres.
/// </summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string Password = "correct-horse-battery";

    private readonly string _folder = Directory.CreateTempSubdirectory("cruddur-test-").FullName;
    private readonly TimeProvider _time;
    private string[] _settings;
    private readonly Func<ITable, ITable>? _table;
    private Action<IServiceCollection> _services = _ => { };
    private string[] _engine = [];
    private string[] _directory = [];
    private WebApplication? _app;

    private TestApp(TimeProvider time, string[] settings, Func<ITable, ITable>? table)
    {
        _table = table;
        _time = time;
        _settings = settings;
    }

    public IServiceProvider Services => _app!.Services;

    public CapturedLog Log { get; } = new();

    /// <summary>Where the embedded engine's file and the keys are.</summary>
    public string Folder => _folder;

    public static Task<TestApp> StartAsync(TimeProvider? time = null, params string[] settings) =>
        StartAsync(time ?? TimeProvider.System, _ => { }, settings);

    /// <summary>With other services than usual.</summary>
    public static Task<TestApp> StartAsync(
        TimeProvider time,
        Action<IServiceCollection> services,
        params string[] settings
    ) => StartAsync(new TestApp(time, settings, table: null) { _services = services });

    /// <summary>With something between the server and its engine.</summary>
    public static Task<TestApp> StartAsync(TimeProvider time, Func<ITable, ITable> table, params string[] settings) =>
        StartAsync(new TestApp(time, settings, table));

    private static async Task<TestApp> StartAsync(TestApp app)
    {
        if (Environment.GetEnvironmentVariable("CRUDDUR_TEST_ENGINE") == "dynamodb")
        {
            var emulator = await TestContext.Current.GetFixture<Emulator>();
            app._engine = await emulator!.SettingsOfNewTableAsync();
        }
        if (Environment.GetEnvironmentVariable("CRUDDUR_TEST_DIRECTORY") == "postgres")
        {
            var postgres = await TestContext.Current.GetFixture<PostgresFixture>();
            app._directory = await postgres!.SettingsOfNewDatabaseAsync();
        }
        await app.StartAsync();
        return app;
    }

    public Task RestartAsync() => RestartAsync(() => Task.CompletedTask);

    /// <summary>With settings more, or others, than it had.</summary>
    public Task RestartAsync(params string[] settings)
    {
        _settings = [.. _settings, .. settings];
        return RestartAsync();
    }

    /// <summary>Stops it, does something with its data, and starts it again.</summary>
    public async Task RestartAsync(Func<Task> between)
    {
        await StopAsync();
        await between();
        await StartAsync();
    }

    /// <summary>A client that is nobody yet.</summary>
    public HttpClient Anonymous() => _app!.GetTestClient();

    /// <summary>A person with this handle, who has an account and an access token.</summary>
    public async Task<Person> SignedInAs(string handle, string? displayName = null)
    {
        using var anonymous = Anonymous();
        var account = new
        {
            handle,
            display_name = displayName ?? $"{handle} the Tester",
            email = $"{handle}@example.test",
            password = Password,
        };
        using var created = await anonymous.PostAsJsonAsync("/api/accounts", account);
        if (created.StatusCode != System.Net.HttpStatusCode.Conflict)
        {
            created.EnsureSuccessStatusCode();
        }
        using var token = await anonymous.PostAsJsonAsync("/api/tokens", new { login = handle, password = Password });
        token.EnsureSuccessStatusCode();
        var accessToken = (await token.ReadJsonAsync()).GetProperty("access_token").GetString()!;
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        var me = await client.GetJsonAsync("/api/me");
        return new Person(client, me.GetProperty("uuid").GetGuid(), handle);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        _app = await CruddurServer.BuildAsync(
            // A cheap hash: what the real one costs is one test's business.
            [
                $"--Storage:Folder={_folder}",
                "--Accounts:PasswordHashIterations=1000",
                "--RateLimits:Enabled=false",
                .. _engine,
                .. _directory,
                .. _settings,
            ],
            builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Services.Replace(ServiceDescriptor.Singleton(Clock));
                builder.Logging.ClearProviders().AddProvider(Log);
                GivePatience(builder.Services);
                _services(builder.Services);
                if (_table is not null)
                {
                    builder.Services.AddSingleton(provider => _table(EngineOf(provider)));
                }
            }
        );
        await _app.StartAsync();
    }

    /// <summary>With whom else the server speaks, who is as busy as this machine.</summary>
    private static void GivePatience(IServiceCollection services)
    {
        services.ConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpClientActions.Add(http => http.Timeout = Eventually.Patience)
        );
        services.ConfigureAll<HostedPageOptions>(hosted => hosted.BackchannelTimeout = Eventually.Patience);
    }

    private ITable EngineOf(IServiceProvider services) =>
        _engine.Length > 0 ? services.GetRequiredService<DynamoDbTable>() : services.GetRequiredService<SqliteTable>();

    // The projector of the distributed engine asks at intervals.
    private TimeProvider Clock =>
        _time == TimeProvider.System || (_engine.Length > 0 && _time is ManualTimeProvider)
            ? new SteadyClock(_time)
            : _time;

    private async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }
}
