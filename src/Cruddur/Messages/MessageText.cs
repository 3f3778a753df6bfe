using System.Globalization;
using System.Text;
using Cruddur.Storage;

namespace Cruddur.Messages;

/// <summary>The text of a message that keeps the rules, exactly as it was written.</summary>
public sealed record MessageText
{
    /// <summary>Characters as a person counts them: extended grapheme clusters (UAX #29).</summary>
    public const int MaxCharacters = 1024;

    /// <summary>A cluster may be any number of bytes long, so these are bounded too.</summary>
    public const int MaxBytes = 8192;

    private MessageText(string value) => Value = value;

    public string Value { get; }

    /// <summary>Refuses text that is blank, too long, or not text; otherwise gives it back unchanged.</summary>
    public static MessageTextResult Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return new MessageTextResult.Blank();
        }
        if (!IsText(text))
        {
            return new MessageTextResult.InvalidCharacters();
        }
        if (!text.EnumerateRunes().Any(IsVisible))
        {
            return new MessageTextResult.Blank();
        }
        var characters = CountCharacters(text);
        if (characters > MaxCharacters)
        {
            return new MessageTextResult.TooManyCharacters(characters);
        }
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > MaxBytes
            ? new MessageTextResult.TooManyBytes(bytes)
            : new MessageTextResult.Valid(new MessageText(text));
    }

    public static int CountCharacters(string text)
    {
        var count = 0;
        for (var rest = text.AsSpan(); rest.Length > 0; count++)
        {
            rest = rest[StringInfo.GetNextTextElementLength(rest)..];
        }
        return count;
    }

    /// <summary>The first characters of a text, with an ellipsis when some were left out.</summary>
    public static string Preview(string text, int maxCharacters, int maxBytes)
    {
        var length = 0;
        var bytes = 0;
        for (var count = 0; length < text.Length; count++)
        {
            var next = StringInfo.GetNextTextElementLength(text, length);
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(length, next));
            if (count == maxCharacters || bytes > maxBytes)
            {
                return string.Concat(text.AsSpan(0, length), "…");
            }
            length += next;
        }
        return text;
    }

    // NUL ends strings in too many places.
    private static bool IsText(string text) =>
        !text.Contains('\0', StringComparison.Ordinal) && !Utf8.HasHalfPair(text);

    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark);
}

/// <summary>What the rules say of a text.</summary>
public abstract record MessageTextResult
{
    public sealed record Valid(MessageText Text) : MessageTextResult;

    public sealed record Blank : MessageTextResult;

    public sealed record InvalidCharacters : MessageTextResult;

    public sealed record TooManyCharacters(int Characters) : MessageTextResult;

    public sealed record TooManyBytes(int Bytes) : MessageTextResult;
}
