using System.Globalization;
using System.Text;

namespace Cruddur.Users;

/// <summary>Which characters a display name may have.</summary>
internal static class NameCharacters
{
    /// <summary>
    /// Controls and line ends; what turns the direction of the text around a name; what is invisible and lets two names
    /// look alike. The joiners U+200C and U+200D stay: Persian and families of emoji need them.
    /// </summary>
    public static bool IsForbidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
        || rune.Value
            is 0x061C // Arabic letter mark
                or 0x200E
                or 0x200F // left-to-right and right-to-left marks
                or (>= 0x202A and <= 0x202E) // embeddings and overrides
                or (>= 0x2066 and <= 0x2069) // isolates
                or 0x00AD // soft hyphen
                or 0x180E // Mongolian vowel separator
                or 0x200B // zero width space
                or (>= 0x2060 and <= 0x2065) // word joiner, invisible operators
                or (>= 0x206A and <= 0x206F) // deprecated formatting
                or 0xFEFF // byte order mark
                or (>= 0xFFF9 and <= 0xFFFB) // interlinear annotation
        || (rune.Value & 0xFFFE) == 0xFFFE // not characters
        || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    public static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            )
        && !IsBlankLetter(rune.Value);

    // Fillers of Hangul and the empty braille pattern count as letters and symbols, and show nothing.
    private static bool IsBlankLetter(int codePoint) => codePoint is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;
}
