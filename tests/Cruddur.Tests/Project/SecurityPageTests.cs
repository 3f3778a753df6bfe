using System.Globalization;
using System.Text.RegularExpressions;

namespace Cruddur.Tests.Project;

/// <summary>docs/security.md has every requirement of the standard once, and no test that is not there.</summary>
public sealed partial class SecurityPageTests
{
    // Section and number of its requirements of level 1 and 2, which in each section come before those of level 3.
    private const string Requirements = """
        1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
        6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4
        10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
        14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
        """;

    private static readonly string[] States = ["met", "in part", "not", "none"];

    private static readonly string[][] Rows =
    [
        .. Checkout
            .Read("docs", "security.md")
            .Split('\n')
            .Where(line => RowPattern().IsMatch(line))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void Every_requirement_of_level_1_and_2_has_a_row_and_no_other_has()
    {
        var expected = Requirements
            .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(section => section.Trim().Split(':'))
            .SelectMany(section => Enumerable.Range(1, Number(section[1])).Select(number => $"{section[0]}.{number}"));
        Assert.Equal(
            string.Join(' ', expected),
            string.Join(' ', Rows.SelectMany(row => RequirementsOf(row[1])).OrderBy(Place))
        );
    }

    [Fact]
    public void Every_row_says_how_far_it_is_met_and_how_or_why_not() =>
        Assert.All(
            Rows,
            row =>
            {
                Assert.Contains(row[2], States, StringComparer.Ordinal);
                Assert.NotEmpty(row[3]);
            }
        );

    [Fact]
    public void Every_test_that_is_named_is_there()
    {
        var sources = Directory
            .EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        var named = Rows.SelectMany(row => NamePattern().Matches(row[4])).ToList();
        Assert.True(named.Count > 100, $"{named.Count}");
        foreach (var name in named)
        {
            var (type, method) = (name.Groups["type"].Value, name.Groups["method"].Value);
            Assert.True(
                sources.Exists(source =>
                    source.Contains($"class {type}", StringComparison.Ordinal)
                    && (method.Length == 0 || source.Contains($" {method}(", StringComparison.Ordinal))
                ),
                $"docs/security.md names {name.Value}, which is not there."
            );
        }
    }

    private static IEnumerable<string> RequirementsOf(string cell) =>
        cell.Split(", ")
            .SelectMany(part =>
            {
                var ends = part.Split('–');
                var first = ends[0].Split('.');
                var last = ends[^1].Split('.');
                Assert.Equal(first[..2], last[..2]);
                return Enumerable
                    .Range(Number(first[2]), Number(last[2]) - Number(first[2]) + 1)
                    .Select(number => $"{first[0]}.{first[1]}.{number}");
            });

    private static int Place(string requirement) =>
        requirement.Split('.').Aggregate(0, (place, part) => place * 100 + Number(part));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| \d+\.\d+\.\d+")]
    private static partial Regex RowPattern();

    [GeneratedRegex("`(?<type>[A-Z][A-Za-z0-9]+)(\\.(?<method>[A-Z][A-Za-z0-9_]+))?`", RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
