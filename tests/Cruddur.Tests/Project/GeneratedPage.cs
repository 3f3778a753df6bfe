namespace Cruddur.Tests.Project;

/// <summary>A committed document that is made from the code: compared, or written anew when CRUDDUR_UPDATE is 1.</summary>
internal static class GeneratedPage
{
    public static void ShouldBe(string page, string content)
    {
        var path = Path.Combine(Checkout.Root, "docs", page);
        var expected = content.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("CRUDDUR_UPDATE") == "1")
        {
            File.WriteAllText(path, expected);
        }
        Assert.True(
            File.Exists(path) && string.Equals(expected, File.ReadAllText(path), StringComparison.Ordinal),
            $"docs/{page} is stale. Write it anew with: CRUDDUR_UPDATE=1 bin/test --quick"
        );
    }
}
