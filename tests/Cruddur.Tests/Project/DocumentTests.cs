using System.Reflection;
using System.Text.RegularExpressions;
using Cruddur.Server;
using Cruddur.Server.Problems;
using Cruddur.Storage;

namespace Cruddur.Tests.Project;

/// <summary>The documents say what the code does.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_method_named_in_the_data_model_exists()
    {
        Type[] types =
        [
            .. typeof(ITable).Assembly.GetTypes(),
            .. typeof(CruddurServer).Assembly.GetTypes(),
            .. typeof(Cruddur.Postgres.PostgresDatabase).Assembly.GetTypes(),
        ];
        var named = MethodPattern().Matches(Checkout.Read("docs", "data-model.md"));
        Assert.True(named.Count > 10);
        foreach (Match match in named)
        {
            var type = Assert.Single(
                types,
                type => string.Equals(type.Name, match.Groups[1].Value, StringComparison.Ordinal)
            );
            Assert.Contains(
                type.GetMethods(),
                m => string.Equals(m.Name, match.Groups[2].Value, StringComparison.Ordinal)
            );
        }
    }

    /// <summary>Two merged changes of a row are both there, and of one pattern only one can be true.</summary>
    [Theory]
    [InlineData("data-model.md")]
    [InlineData("operations.md")]
    public void No_two_rows_of_a_table_begin_alike(string document)
    {
        var table = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in Checkout.Read("docs", document).Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                table.Clear();
            }
            else if (!line.StartsWith("|---", StringComparison.Ordinal))
            {
                var first = line.Split('|')[1].Trim();
                Assert.True(table.Add(first), $"docs/{document} has two rows of '{first}'.");
            }
        }
    }

    [Fact]
    public void Every_problem_code_is_in_the_API_document_with_its_status_and_no_other_is()
    {
        var documented = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match row in ProblemRowPattern().Matches(Checkout.Read("docs", "api.md")))
        {
            documented.UnionWith(
                CodePattern()
                    .Matches(row.Groups[2].Value)
                    .Select(code => $"{row.Groups[1].Value} {code.Groups[1].Value}")
            );
        }
        var known = typeof(ProblemCode)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (ProblemCode)field.GetValue(null)!)
            .Select(code => $"{code.Status} {code.Code}");
        Assert.Equal(known.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_file_that_a_document_links_to_exists()
    {
        var documents = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Checkout.Root, "*.md"));
        foreach (var document in documents)
        {
            foreach (Match link in LinkPattern().Matches(File.ReadAllText(document)))
            {
                var target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
                Assert.True(Path.Exists(target), $"{document} links to {link.Groups[1].Value}, which is not there.");
            }
        }
    }

    [Fact]
    public void Every_package_has_a_line_in_the_dependencies()
    {
        var document = Checkout.Read("docs", "dependencies.md");
        var packages = PackagePattern()
            .Matches(Checkout.Read("Directory.Packages.props"))
            .Select(p => p.Groups[1].Value);
        Assert.All(packages, package => Assert.Contains(package, document, StringComparison.Ordinal));
        using var web = System.Text.Json.JsonDocument.Parse(Checkout.Read("web", "package.json"));
        foreach (var name in web.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            Assert.Contains(name.Name, document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Program_is_a_table_of_contents()
    {
        Assert.InRange(Checkout.Read("src", "Cruddur.Cli", "Program.cs").Split('\n').Length, 1, 71);
        Assert.InRange(Checkout.Read("src", "Cruddur.Server", "CruddurServer.cs").Split('\n').Length, 1, 71);
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+)\\.([A-Z][A-Za-z]+)`")]
    private static partial Regex MethodPattern();

    [GeneratedRegex(@"^\| (\d{3}) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex ProblemRowPattern();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("PackageVersion Include=\"([^\"]+)\"")]
    private static partial Regex PackagePattern();
}
