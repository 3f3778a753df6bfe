using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>axe-core, brought in by the browser's own protocol: the page's content security policy stays as it is.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() =>
        File.ReadAllText(Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js"))
    );

    private static readonly string[] Everything =
    [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ];

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    // Without the preload: it asks for the stylesheets again, which a page without a network cannot.
    private const string Run = """
        async (runOnly) => {
          const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'], preload: false });
          return violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`));
        }
        """;

    /// <summary>What breaks WCAG 2.2 AA or good practice on the page as it is now.</summary>
    public static Task<string[]> ViolationsAsync(IPage page) => RunAsync(page, Everything);

    /// <summary>The same of a page that has only changed its colours since.</summary>
    public static Task<string[]> ViolationsOfColoursAsync(IPage page) => RunAsync(page, OfColours);

    private static async Task<string[]> RunAsync(IPage page, string[] runOnly)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }
        return await page.EvaluateAsync<string[]>(Run, runOnly);
    }
}
