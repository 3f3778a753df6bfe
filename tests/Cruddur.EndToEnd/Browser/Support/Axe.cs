using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>axe-core, brought in by the browser's own protocol: the page's content security policy stays as it is.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Script = new(() =>
        File.ReadAllText(Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js"))
    );

    // Without the preload: it asks for the stylesheets again, which a page without a network cannot.
    private const string Run = """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false });
          return violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`));
        }
        """;

    /// <summary>What breaks WCAG 2.2 AA or good practice on the page as it is now.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script.Value);
        }
        return await page.EvaluateAsync<string[]>(Run);
    }
}
