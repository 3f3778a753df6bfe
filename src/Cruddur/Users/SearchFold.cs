using System.Globalization;
using System.Text;

namespace Cruddur.Users;

/// <summary>Text as it is compared in a search: no case, no accents, no shapes of letters.</summary>
internal static class SearchFold
{
    // The marks before this are those of Latin, Greek, Cyrillic, Hebrew and Arabic, which people leave out. In later
    // scripts marks are vowels or make another letter: the signs of Indic scripts and Thai, the voicing of kana.
    private const int EndOfAccents = 0x0700;

    /// <summary>Letters that Unicode does not take apart but that people type without their stroke.</summary>
    private static readonly Dictionary<int, string> PlainLetters = new()
    {
        ['ß'] = "ss",
        ['æ'] = "ae",
        ['œ'] = "oe",
        ['ø'] = "o",
        ['đ'] = "d",
        ['ð'] = "d",
        ['ħ'] = "h",
        ['ı'] = "i",
        ['ł'] = "l",
        ['þ'] = "th",
        ['ŧ'] = "t",
        ['ς'] = "σ",
    };

    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }
        var folded = new StringBuilder(text.Length);
        foreach (var rune in NormalizedText.DecomposeCompatibly(text).EnumerateRunes())
        {
            if (IsAccent(rune) || IsInvisible(rune))
            {
                continue;
            }
            var lower = Rune.ToLowerInvariant(rune);
            if (PlainLetters.TryGetValue(lower.Value, out var plain))
            {
                folded.Append(plain);
            }
            else
            {
                folded.Append(lower);
            }
        }
        return folded.ToString();
    }

    /// <summary>The words of a text, folded: what is between white space and punctuation.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            if (!Separates(rune))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }
        return words;
    }

    private static bool IsAccent(Rune rune) =>
        rune.Value < EndOfAccents && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    private static bool Separates(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.IsPunctuation(rune);
}
