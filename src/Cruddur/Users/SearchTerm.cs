using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>
/// A row by which somebody is found: the folded handle, or the folded name from one of its words on, with one space
/// between words.
/// </summary>
/// <remarks>
/// Table: <c>pk = FIND#@{first character}</c> for handles and <c>pk = FIND#{first character}</c> for names,
/// <c>sk = {term}#{user_uuid}</c>; <c>user_uuid</c>. No two rows share a key: a term has no <c>#</c> (in names it is
/// punctuation and separates words), the uuid has a fixed width, and one character follows the mark of either kind.
/// </remarks>
internal sealed record SearchTerm(SearchTermKind Kind, string Text, Guid UserUuid)
{
    /// <summary>Compatibility decomposition can make a short name very long; a sort key has 1024 bytes.</summary>
    public const int MaxLength = 100;

    /// <summary>Bounds what one person costs; a name of 50 characters can be 25 words.</summary>
    public const int MaxWords = 12;

    private const int UuidLength = 36;

    /// <summary>All terms of a person, each once. The handle's is first and never changes.</summary>
    public static IReadOnlyList<SearchTerm> Of(UserProfile profile) =>
        [HandleTerm(profile), .. NameTerms(profile.Uuid, profile.DisplayName)];

    public static SearchTerm HandleTerm(UserProfile profile) =>
        new(SearchTermKind.Handle, profile.Handle.Folded, profile.Uuid);

    public static IReadOnlyList<SearchTerm> NameTerms(Guid userUuid, DisplayName name)
    {
        var words = SearchFold.Words(name.Value);
        return
        [
            .. Enumerable
                .Range(0, Math.Min(words.Count, MaxWords))
                .Select(first => Cut(string.Join(' ', words.Skip(first))))
                .Distinct(StringComparer.Ordinal)
                .Select(text => new SearchTerm(SearchTermKind.Name, text, userUuid)),
        ];
    }

    /// <summary>A term, or the prefix that looks for it, at the length that is kept.</summary>
    public static string Cut(string term)
    {
        if (term.Length <= MaxLength)
        {
            return term;
        }
        return char.IsHighSurrogate(term[MaxLength - 1]) ? term[..(MaxLength - 1)] : term[..MaxLength];
    }

    /// <param name="text">A term or its prefix, with at least one character.</param>
    public static string PartitionOf(SearchTermKind kind, string text)
    {
        var first = text[..(char.IsHighSurrogate(text[0]) ? 2 : 1)];
        return kind == SearchTermKind.Handle ? $"FIND#@{first}" : $"FIND#{first}";
    }

    /// <summary>The order in which terms are read, and which says both.</summary>
    public string SortKey => $"{Text}#{UserUuid:D}";

    public Key Key => new(PartitionOf(Kind, Text), SortKey);

    public Item ToItem() => new(Key, [new("user_uuid", UserUuid.ToString("D"))]);

    public static SearchTerm FromItem(Item item)
    {
        var kind = item.Key.Partition.StartsWith("FIND#@", StringComparison.Ordinal)
            ? SearchTermKind.Handle
            : SearchTermKind.Name;
        return FromSortKey(kind, item.Key.Sort, item.Uuid("user_uuid"))
            ?? throw new ItemFormatException($"The sort key of {item.Key} should be a term, '#' and a uuid.");
    }

    /// <returns>Null when it is no sort key of a term.</returns>
    public static SearchTerm? FromSortKey(SearchTermKind kind, string sortKey, Guid userUuid) =>
        sortKey.Length > UuidLength + 1 ? new SearchTerm(kind, sortKey[..^(UuidLength + 1)], userUuid) : null;
}

internal enum SearchTermKind
{
    Name,
    Handle,
}
