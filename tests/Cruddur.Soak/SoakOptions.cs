using System.Globalization;

namespace Cruddur.Soak;

/// <summary>What bin/soak was asked for.</summary>
internal sealed record SoakOptions(TimeSpan Duration, int FirstSeed, string? Layer, int? Runs)
{
    public const string Usage = """
        usage: bin/soak [--hours H] [--seed S] [--layer NAME] [--runs N]
          --hours H     so long, in hours; default 1
          --seed S      the first seed of each layer; default 100001, behind those that bin/test runs
          --layer NAME  this layer alone: 'simulation', 'projection', 'live cuts' or 'black box'
          --runs N      so many seeds of each layer, and then it ends
        """;

    /// <returns>Null when it is wrong.</returns>
    public static SoakOptions? Parse(string[] arguments)
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
                case "--seed" when isWhole:
                    options = options with { FirstSeed = whole };
                    break;
                case "--layer" when value.Length > 0:
                    options = options with { Layer = value };
                    break;
                case "--runs" when isWhole && whole > 0:
                    options = options with { Runs = whole };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
