using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

// A browser test mostly waits for its page.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]
[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>One server and one Chromium for all browser tests, started when the first of them asks.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    /// <summary>Everybody here signs up and in, which otherwise takes more work than all that they do afterwards.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Accounts__PasswordHashIterations"] = "1000",
    };

    /// <summary>CRUDDUR_TEST_ENGINE=dynamodb runs the same tests on the other engine.</summary>
    private static string[] Engine =>
        Environment.GetEnvironmentVariable("CRUDDUR_TEST_ENGINE") is { Length: > 0 } engine ? ["--engine", engine] : [];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cruddur-browser-");
    private readonly Lazy<Task<Running>> _running;

    public BrowserFixture() => _running = new(StartAsync);

    internal Task<Running> RunningAsync() => _running.Value;

    private async Task<Running> StartAsync()
    {
        var server = await ServerProcess.StartAsync(_folder.FullName, Settings, Engine);
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience.InMilliseconds);
        return new Running(server, playwright, await Chromium.LaunchAsync(playwright));
    }

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated)
        {
            var (server, playwright, browser) = await _running.Value;
            await browser.DisposeAsync();
            playwright.Dispose();
            await server.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

    internal sealed record Running(ServerProcess Server, IPlaywright Playwright, IBrowser Browser);
}
