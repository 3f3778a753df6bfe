using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Users;

/// <summary>
/// The name by which people find and mention somebody: 2 to 30 ASCII letters, digits or underscores, in the case in
/// which it was typed. One person has it whatever the case: <see cref="Folded"/>.
/// </summary>
public sealed record Handle
{
    public const int MinLength = 2;
    public const int MaxLength = 30;

    /// <summary>The characters of a folded handle, in their order.</summary>
    internal const string FoldedCharacters = "0123456789_abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + FoldedCharacters
    );

    private Handle(string value)
    {
        Value = value;
        Folded = value.ToLowerInvariant();
    }

    public string Value { get; }

    /// <summary>Lower case: equal for handles that are the same.</summary>
    public string Folded { get; }

    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Handle? handle,
        [NotNullWhen(false)] out string? problem
    )
    {
        handle = null;
        problem = text switch
        {
            null or "" => "The handle is missing. Choose 2 to 30 letters, digits or underscores.",
            { Length: < MinLength } => $"The handle is too short. It needs at least {MinLength} characters.",
            { Length: > MaxLength } => $"The handle has {text.Length} characters; at most {MaxLength} are allowed.",
            _ when !IsAllowed(text) => "The handle may have only the letters A to Z, digits and underscores.",
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }
        handle = new Handle(text!);
        return true;
    }

    /// <exception cref="FormatException">The text breaks the rules; the message says which.</exception>
    public static Handle Parse(string text) =>
        TryParse(text, out var handle, out var problem) ? handle : throw new FormatException(problem);

    /// <summary>Without the <c>@</c> that people put in front, where a handle is asked for by people.</summary>
    public static string? WithoutAt(string? text) => text is ['@', ..] ? text[1..] : text;

    public override string ToString() => Value;

    internal static bool IsAllowed(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Allowed);
}
