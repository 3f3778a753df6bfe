using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Cruddur.Server.Accounts;

/// <summary>
/// An e-mail address by the rule of HTML's <c>input type=email</c>, and with dots only where mail servers take them: between
/// other characters (RFC 5321, 4.1.2, Dot-string). Not verified. It does not show itself when it is printed.
/// </summary>
public sealed partial class EmailAddress
{
    /// <summary>What SMTP can carry (RFC 5321 with erratum 1690).</summary>
    public const int MaxLength = 254;

    private EmailAddress(string value)
    {
        Value = value;
        Folded = value.ToLowerInvariant();
    }

    /// <summary>As it was typed.</summary>
    public string Value { get; }

    /// <summary>Lower case: equal for addresses that are taken to be the same.</summary>
    public string Folded { get; }

    /// <summary>
    /// <c>a***@e***</c>: enough for whoever knows the address to recognise it, and of one length for all.
    /// </summary>
    public string Masked => $"{Value[0]}***@{Value[Value.IndexOf('@', StringComparison.Ordinal) + 1]}***";

    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out EmailAddress? email,
        [NotNullWhen(false)] out string? problem
    )
    {
        var trimmed = (text ?? "").Trim();
        email = null;
        problem = trimmed switch
        {
            "" => "The e-mail address is missing.",
            { Length: > MaxLength } => $"The e-mail address is too long; at most {MaxLength} characters are allowed.",
            _ when !Form().IsMatch(trimmed) => "The e-mail address should look like name@example.com.",
            _ when StrayDot().IsMatch(trimmed) =>
                "Before the @ of an e-mail address dots stand between other characters, one at a time.",
            _ => null,
        };
        email = problem is null ? new EmailAddress(trimmed) : null;
        return email is not null;
    }

    /// <summary>
    /// One that an account may have: at first dots were taken anywhere. Good for finding who has it, not for sending to it.
    /// </summary>
    public static EmailAddress? OfAccount(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= MaxLength && Form().IsMatch(trimmed) ? new EmailAddress(trimmed) : null;
    }

    public override string ToString() => "(an e-mail address)";

    // https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
    [GeneratedRegex(
        @"\A[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();

    [GeneratedRegex(@"\A\.|\.\.|\.@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex StrayDot();
}
