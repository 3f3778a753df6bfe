using System.Globalization;

namespace Cruddur.Soak;

/// <summary>What bin/soak was asked for.</summary>
internal sealed record SoakOptions(TimeSpan Duration, int FirstSeed, string? Layer, int? Runs)
{
    // Behind it there is room for those that follow.
    private const int MostSeed = 1_000_000_000;

    public static string Usage(IEnumerable<Layer> layers) =>
        $"""
            usage: bin/soak [--hours H] [--layer NAME] [--seed S] [--runs N]
            Tries to break what docs/proof.md promises, by all layers in turns, and tells in a table what came of it.
              --hours H     so long, in hours, as 0.5; default 1. Ctrl+C ends it with the turn that is under way.
              --layer NAME  this layer alone: {string.Join(", ", layers.Select(layer => $"'{layer.Name}'"))}
              --seed S      the first seed of each layer; default 100001, behind those that bin/test runs
              --runs N      ends when each layer has had so many seeds
            """;

    /// <param name="wrong">What is wrong.</param>
    /// <returns>Null when something is.</returns>
    public static SoakOptions? Parse(string[] arguments, IReadOnlyList<Layer> layers, out string wrong)
    {
        var options = new SoakOptions(TimeSpan.FromHours(1), 100_001, null, null);
        for (var index = 0; index < arguments.Length; index += 2)
        {
            var value = arguments.ElementAtOrDefault(index + 1) ?? "";
            var isWhole = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole);
            switch (arguments[index])
            {
                case "--hours"
                    when double.TryParse(value, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and < 1000:
                    options = options with { Duration = TimeSpan.FromHours(hours) };
                    break;
                case "--layer" when layers.Any(layer => layer.Name == value):
                    options = options with { Layer = value };
                    break;
                case "--seed" when isWhole && whole < MostSeed:
                    options = options with { FirstSeed = whole };
                    break;
                case "--runs" when isWhole && whole > 0:
                    options = options with { Runs = whole };
                    break;
                default:
                    wrong = arguments[index] switch
                    {
                        "--hours" => $"--hours takes a number of hours, as 0.5, not '{value}'.",
                        "--layer" => $"--layer takes the name of a layer, not '{value}'.",
                        "--seed" => $"--seed takes a whole number, not '{value}'.",
                        "--runs" => $"--runs takes a whole number from 1, not '{value}'.",
                        var unknown => $"There is no option '{unknown}'.",
                    };
                    return null;
            }
        }
        wrong = "";
        return options;
    }
}
