using System.Diagnostics.CodeAnalysis;

namespace Cruddur.Server.Accounts;

/// <summary>
/// A password that keeps the rules: 8 to 128 characters, any (NIST SP 800-63B: length, no composition rules). It does
/// not show itself when it is printed.
/// </summary>
public sealed class Password
{
    /// <summary>Code points.</summary>
    public const int MinLength = 8;

    /// <summary>Code points, at most four bytes each; bounds the work of hashing.</summary>
    public const int MaxLength = 128;

    internal const int MaxUtf16Length = 2 * MaxLength;

    private Password(string value) => Value = value;

    /// <summary>As it was typed.</summary>
    internal string Value { get; }

    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out Password? password,
        [NotNullWhen(false)] out PasswordProblem? problem
    )
    {
        var length = (text ?? "").EnumerateRunes().Count();
        password = null;
        problem =
            length < MinLength ? PasswordProblem.TooShort
            : length > MaxLength ? PasswordProblem.TooLong
            : null;
        if (problem is not null)
        {
            return false;
        }
        password = new Password(text!);
        return true;
    }

    public override string ToString() => "(a password)";
}

/// <summary>Which rule a new password breaks.</summary>
public enum PasswordProblem
{
    TooShort,
    TooLong,
}
