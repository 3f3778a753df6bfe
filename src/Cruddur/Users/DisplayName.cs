using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>The name that others see: trimmed, in Unicode's Normalization Form C, with something visible in it.</summary>
public sealed record DisplayName
{
    /// <summary>Characters as a person counts them: extended grapheme clusters (UAX #29).</summary>
    public const int MaxCharacters = 50;

    /// <summary>A cluster may be any number of bytes long, so these are bounded too.</summary>
    public const int MaxBytes = 512;

    private DisplayName(string value) => Value = value;

    public string Value { get; }

    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out DisplayName? name,
        [NotNullWhen(false)] out string? problem
    )
    {
        name = null;
        // Bytes first: they bound the work on the rest.
        if (Encoding.UTF8.GetByteCount(text ?? "") > MaxBytes)
        {
            problem = TooLong;
            return false;
        }
        if (text is not null && Utf8.HasHalfPair(text))
        {
            problem = "The display name has half a character (a lone surrogate). Remove it.";
            return false;
        }
        var value = NormalizedText.Compose(text ?? "").Trim();
        problem = Problem(value);
        if (problem is not null)
        {
            return false;
        }
        name = new DisplayName(value);
        return true;
    }

    /// <exception cref="FormatException">The text breaks the rules; the message says which.</exception>
    public static DisplayName Parse(string text) =>
        TryParse(text, out var name, out var problem) ? name : throw new FormatException(problem);

    public override string ToString() => Value;

    /// <summary>A name that kept the rules when it was stored, whatever the rules are now.</summary>
    internal static DisplayName FromStored(string value) => new(value);

    private static string? Problem(string value)
    {
        if (value.EnumerateRunes().Any(NameCharacters.IsForbidden))
        {
            return "The display name has control characters, or invisible ones that change how text runs. Remove them.";
        }
        if (!value.EnumerateRunes().Any(NameCharacters.IsVisible))
        {
            return $"The display name is blank. Choose 1 to {MaxCharacters} characters that can be seen.";
        }
        // Again: composing can make text longer (a few Hebrew and Indic letters are never composed).
        return
            Encoding.UTF8.GetByteCount(value) > MaxBytes || new StringInfo(value).LengthInTextElements > MaxCharacters
            ? TooLong
            : null;
    }

    private static string TooLong =>
        $"The display name is too long. At most {MaxCharacters} characters and {MaxBytes} bytes are allowed.";
}
