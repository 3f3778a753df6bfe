using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Cruddur.Users;

/// <summary>
/// The beginning of a handle, or of a word of a name and what follows it. Case, accents and punctuation do not matter. A
/// leading <c>@</c> asks for handles only.
/// </summary>
public sealed record UserQuery
{
    public const int MaxCharacters = 50;
    private const int MaxBytes = 512;

    private UserQuery(string? handlePrefix, string? namePrefix)
    {
        HandlePrefix = handlePrefix;
        NamePrefix = namePrefix;
    }

    /// <summary>What a folded handle begins with; null when none can begin so.</summary>
    internal string? HandlePrefix { get; }

    /// <summary>What a search term of a name begins with; null when names are not asked for or none can begin so.</summary>
    internal string? NamePrefix { get; }

    /// <param name="problem">For people: what is wrong and what to do.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out UserQuery? query,
        [NotNullWhen(false)] out string? problem
    )
    {
        query = null;
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length == 0)
        {
            problem = $"The query is empty. Send 1 to {MaxCharacters} characters of a handle or a name.";
            return false;
        }
        if (
            Encoding.UTF8.GetByteCount(trimmed) > MaxBytes
            || new StringInfo(trimmed).LengthInTextElements > MaxCharacters
        )
        {
            problem = $"The query is too long. Send at most {MaxCharacters} characters.";
            return false;
        }
        var folded = SearchFold.Fold(Handle.WithoutAt(trimmed)!);
        var name = string.Join(' ', SearchFold.Words(trimmed));
        query = new UserQuery(
            folded.Length is > 0 and <= Handle.MaxLength && Handle.IsAllowed(folded) ? folded : null,
            name.Length > 0 && trimmed[0] != '@' ? SearchTerm.Cut(name) : null
        );
        problem = null;
        return true;
    }
}
