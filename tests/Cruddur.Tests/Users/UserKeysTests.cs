using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using FsCheck;
using FsCheck.Fluent;

namespace Cruddur.Tests.Users;

public sealed class UserKeysTests
{
    private static readonly Gen<string> NastyText = Gen.Elements(
            "a",
            "b",
            "#",
            "@",
            "/",
            " ",
            "é",
            "ß",
            "𝒜",
            "USER#",
            "FIND#",
            "PROFILE",
            "\u0301",
            "\u202E",
            "\0",
            "\uD800",
            "ﷺ"
        )
        .ListOf()
        .Select(parts => string.Concat(parts));

    // What could be taken for the end of a term and the beginning of a uuid.
    private static readonly Gen<string> PrefixText =
        from length in Gen.Choose(1, 3)
        from parts in Gen.Elements("a", "#", "0").ListOf(length)
        select string.Concat(parts);

    private static readonly Gen<Guid> Uuid = Gen.Choose(0, 3)
        .Select(number => new Guid($"00000000-0000-7000-8000-00000000000{number}"));

    // The pairs that matter are one in some hundred.
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(5_000);

    private static readonly Arbitrary<SearchTerm> Terms = Gen.OneOf(NameTerms(NastyText), HandleTerms()).ToArbitrary();

    [Fact]
    public void A_search_term_is_read_back_from_its_item() =>
        Prop.ForAll(Terms, term => SearchTerm.FromItem(term.ToItem()) == term).Check(Many);

    [Fact]
    public void No_two_search_terms_share_a_key() =>
        Prop.ForAll(Terms, Terms, (one, other) => (one.Key == other.Key) == (one == other)).Check(Many);

    [Fact]
    public void A_prefix_never_reaches_into_the_uuid() =>
        Prop.ForAll(
                Gen.OneOf(NameTerms(PrefixText), HandleTerms()).ToArbitrary(),
                PrefixText.ToArbitrary(),
                (term, text) =>
                    !UserQuery.TryParse(text, out var query, out _)
                    || Prefix(query, term.Kind) is not { } prefix
                    || term.Key.Sort.StartsWith(prefix, StringComparison.Ordinal)
                        == term.Text.StartsWith(prefix, StringComparison.Ordinal)
            )
            .Check(Many);

    [Fact]
    public void Whatever_a_name_is_its_terms_fit_into_a_key_and_a_transaction() =>
        Prop.ForAll(
                NastyText.ToArbitrary(),
                text =>
                    !DisplayName.TryParse(text, out var name, out _)
                    || SearchTerm.NameTerms(TestUuid.Next(), name).Count <= SearchTerm.MaxWords
            )
            .Check(Many);

    [Fact]
    public void The_longest_expansion_of_a_name_is_cut()
    {
        // One character that is eighteen when decomposed.
        var name = DisplayName.Parse(string.Concat(Enumerable.Repeat("ﷺ", 50)));
        Assert.All(SearchTerm.NameTerms(TestUuid.Next(), name), term => Assert.True(term.Key.Sort.Length < 200));
    }

    [Fact]
    public void Keys_of_different_kinds_differ()
    {
        var uuid = TestUuid.Next();
        var handle = Handle.Parse("profile");
        Key[] keys =
        [
            StoredProfile.KeyOf(uuid),
            HandleClaim.KeyOf(handle),
            new SearchTerm(SearchTermKind.Handle, "profile", uuid).Key,
            new SearchTerm(SearchTermKind.Name, "profile", uuid).Key,
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    private static string? Prefix(UserQuery query, SearchTermKind kind) =>
        kind == SearchTermKind.Handle ? query.HandlePrefix : query.NamePrefix;

    private static Gen<SearchTerm> NameTerms(Gen<string> texts) =>
        from text in texts
        from uuid in Uuid
        where DisplayName.TryParse(text, out _, out _)
        let terms = SearchTerm.NameTerms(uuid, DisplayName.Parse(text))
        where terms.Count > 0
        from place in Gen.Choose(0, terms.Count - 1)
        select terms[place];

    private static Gen<SearchTerm> HandleTerms() =>
        from text in Gen.Elements("aa", "ab", "a_", "aab", "find", "user", "profile")
        from uuid in Uuid
        select new SearchTerm(SearchTermKind.Handle, text, uuid);
}
