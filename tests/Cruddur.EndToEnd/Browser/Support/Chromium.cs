using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>The browser of this machine. Playwright's own download is not used: the package brings only the driver.</summary>
internal static class Chromium
{
    private const string Whole = "/usr/bin/chromium";

    // The same engine without windows, and so with half the work.
    private const string Shell = "/usr/bin/chromium-headless-shell";

    private static readonly string Path =
        Environment.GetEnvironmentVariable("CRUDDUR_CHROMIUM") ?? (File.Exists(Shell) ? Shell : Whole);

    /// <summary>Without it the test is skipped by name on a laptop, and fails in CI.</summary>
    public static void Require()
    {
        if (File.Exists(Path))
        {
            return;
        }
        var missing = $"There is no Chromium at {Path}. Install it, or name another in CRUDDUR_CHROMIUM.";
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", missing);
        Assert.Fail(missing);
    }

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Path,
                ChromiumSandbox = false,
                Args =
                [
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--no-first-run",
                ],
            }
        );
}
