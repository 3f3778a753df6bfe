using System.Globalization;
using Cruddur.Storage;

namespace Cruddur.Cli.Terminals;

/// <summary>How numbers, times and costs are written for people.</summary>
internal static class Wording
{
    /// <summary>As on the wire: UTC with microseconds.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");

    public static string Consumed(Cost cost) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Consumed: {cost.ReadUnits:0.##} read units, {cost.WriteUnits:0.##} write units"
        );
}
