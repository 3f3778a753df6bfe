using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Users;

/// <summary>
/// Whom an identity provider means: the provider's name and the name that it gives to one person for ever
/// (<c>iss</c> and <c>sub</c> of OpenID Connect Core 1.0, sections 2 and 5.7). Only the two together name somebody.
/// </summary>
public sealed record Subject
{
    /// <summary>OpenID Connect sets no limit; an issuer is an address.</summary>
    public const int MaxIssuerLength = 512;

    /// <summary>OpenID Connect Core 1.0, section 2: at most 255 ASCII characters.</summary>
    public const int MaxValueLength = 255;

    /// <summary>Between the two in one text. No address has it (RFC 3986), so the first one is the border.</summary>
    private const char Border = '|';

    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create([
        .. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code),
    ]);

    private static readonly SearchValues<char> IssuerCharacters = SearchValues.Create([
        .. Enumerable.Range(0x21, 0x7F - 0x21).Select(code => (char)code).Where(character => character != Border),
    ]);

    private Subject(string issuer, string value) => (Issuer, Value) = (issuer, value);

    /// <summary>As the provider writes it: compared by its characters, a slash at the end counts.</summary>
    public string Issuer { get; }

    public string Value { get; }

    /// <summary>Both as one text: <c>issuer|sub</c>.</summary>
    public string Text => $"{Issuer}{Border}{Value}";

    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryCreate(
        string? issuer,
        string? value,
        [NotNullWhen(true)] out Subject? subject,
        [NotNullWhen(false)] out string? problem
    )
    {
        problem =
            !Has(issuer, IssuerCharacters, MaxIssuerLength)
                ? $"The issuer of a subject is an address of 1 to {MaxIssuerLength} characters, such as https://issuer.example."
            : !Has(value, ValueCharacters, MaxValueLength)
                ? $"A subject has 1 to {MaxValueLength} characters of ASCII, none of them a control character."
            : null;
        subject = problem is null ? new Subject(issuer!, value!) : null;
        return subject is not null;
    }

    /// <summary>Reads <see cref="Text"/> back.</summary>
    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Subject? subject,
        [NotNullWhen(false)] out string? problem
    )
    {
        var border = text?.IndexOf(Border, StringComparison.Ordinal) ?? -1;
        if (border < 0)
        {
            subject = null;
            problem = "A subject is written as issuer|sub, such as https://issuer.example|248289761001.";
            return false;
        }
        return TryCreate(text![..border], text[(border + 1)..], out subject, out problem);
    }

    // Without the value: some providers give an e-mail address, which must not come into logs.
    public override string ToString() => $"a subject of {Issuer}";

    private static bool Has(string? text, SearchValues<char> characters, int maxLength) =>
        text is { Length: > 0 } && text.Length <= maxLength && !text.AsSpan().ContainsAnyExcept(characters);
}
