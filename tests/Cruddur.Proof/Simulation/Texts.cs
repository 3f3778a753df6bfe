using System.Globalization;

namespace Cruddur.Proof.Simulation;

/// <summary>Texts at the edges of what a message may be, and beyond; each different from every other.</summary>
internal static class Texts
{
    private static readonly string[] Fillers =
    [
        Long(200),
        Long(1023),
        Long(1024),
        string.Concat(Enumerable.Repeat("\U0001F600", 60)),
        "\u202Eright to left\u202C and \u2067שלום\u2069",
    ];

    private static readonly string[] Refused = [Long(1025), "half a pair \uD83D", "NUL \0 inside"];

    /// <param name="number">Makes the text different from every other one.</param>
    public static string Any(Dice dice, int number)
    {
        var chance = dice.Next(100);
        return chance switch
        {
            < 60 => $"{number}: shall we meet at eight?",
            < 70 => ((char)('\u4E00' + number)).ToString(),
            < 94 => Numbered(Fillers[dice.Next(Fillers.Length)], number),
            _ => Numbered(Refused[dice.Next(Refused.Length)], number),
        };
    }

    private static string Numbered(string filler, int number) =>
        string.Concat(number.ToString("D4", CultureInfo.InvariantCulture), filler.AsSpan(4));

    private static string Long(int characters) => new('x', characters);
}
