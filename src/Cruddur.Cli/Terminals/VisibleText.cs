using System.Globalization;
using System.Text;

namespace Cruddur.Cli.Terminals;

/// <summary>
/// Text that somebody else wrote, safe to print: what a terminal would obey, or what would change how the rest of the
/// line runs, is shown instead of done.
/// </summary>
internal static class VisibleText
{
    private const int FirstControlPicture = 0x2400;
    private const int DeletePicture = 0x2421;

    public static string Of(string text)
    {
        if (!text.EnumerateRunes().Any(IsObeyed))
        {
            return text;
        }
        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            visible.Append(
                rune.Value switch
                {
                    _ when !IsObeyed(rune) => rune.ToString(),
                    < 0x20 => ((char)(FirstControlPicture + rune.Value)).ToString(),
                    0x7F => ((char)DeletePicture).ToString(),
                    _ => string.Create(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>"),
                }
            );
        }
        return visible.ToString();
    }

    // C0, DEL and C1 control the terminal; line and paragraph separators end the line; marks, embeddings, overrides and
    // isolates turn the order of what follows around ("Trojan Source"). Joiners, which emoji and scripts need, stay.
    private static bool IsObeyed(Rune rune) =>
        Rune.IsControl(rune)
        || rune.Value
            is 0x2028
                or 0x2029
                or 0x200E
                or 0x200F
                or 0x061C
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069);
}
