namespace Cruddur.Tests.Project;

/// <summary>A committed document that is made from the code: compared, or written anew when CRUDDUR_UPDATE is 1.</summary>
internal static class GeneratedPage
{
    public static void ShouldBe(string page, string content) => ShouldBe(page, _ => content);

    /// <summary>A part of a page, between comments that name it; the rest is written by hand.</summary>
    public static void PartShouldBe(string page, string part, string content) =>
        ShouldBe(
            page,
            before =>
            {
                var (begin, end) = ($"<!-- begin {part} -->\n", $"<!-- end {part} -->");
                var from = before.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
                var to = before.IndexOf(end, StringComparison.Ordinal);
                Assert.True(from >= begin.Length && to >= from, $"docs/{page} has no part '{part}'.");
                return $"{before[..from]}\n{content.Trim()}\n\n{before[to..]}";
            }
        );

    private static void ShouldBe(string page, Func<string, string> contentAfter)
    {
        var path = Path.Combine(Checkout.Root, "docs", page);
        var before = File.Exists(path) ? File.ReadAllText(path) : "";
        var expected = contentAfter(before).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("CRUDDUR_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }
        Assert.True(
            string.Equals(expected, before, StringComparison.Ordinal),
            $"docs/{page} is stale. Write it anew with: CRUDDUR_UPDATE=1 bin/test --quick"
        );
    }
}
