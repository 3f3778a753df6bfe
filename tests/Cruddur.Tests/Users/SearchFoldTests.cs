using System.Text;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class SearchFoldTests
{
    [Theory]
    [InlineData("ÀÉÎÕÜÅÇÑ", "aeiouacn")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("Søren Æbelø", "soren aebelo")]
    [InlineData("Łukasz Đặng", "lukasz dang")]
    [InlineData("İstanbul ılık", "istanbul ilik")]
    [InlineData("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    [InlineData("Σίσυφος", "σισυφοσ")]
    [InlineData("𝓐𝓵𝓲𝓬𝓮", "alice")]
    [InlineData("Ａｌｉｃｅ", "alice")]
    [InlineData("ﬁne", "fine")]
    [InlineData("ё", "е")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("👍️", "👍")]
    [InlineData("Al\u00ADice", "alice")]
    [InlineData("𐐀", "𐐨")]
    public void Case_accents_and_shapes_of_letters_are_folded(string text, string folded) =>
        Assert.Equal(folded, SearchFold.Fold(text));

    [Theory]
    [InlineData("が", "か")] // another letter, not an accent
    [InlineData("कि", "का")] // vowel signs
    [InlineData("กุ", "กู")]
    public void Letters_of_other_scripts_are_not_folded_into_others(string one, string other) =>
        Assert.False(SearchFold.Fold(one) == SearchFold.Fold(other));

    [Fact]
    public void Folding_again_changes_nothing()
    {
        foreach (var character in AllCharacters())
        {
            var once = SearchFold.Fold(character);
            Assert.True(SearchFold.Fold(once) == once, $"U+{char.ConvertToUtf32(character, 0):X4}");
        }
    }

    [Fact]
    public void Text_that_is_no_Unicode_is_searched_for_and_not_found()
    {
        // Not as inline data: attributes are kept as UTF-8, which has no such thing.
        foreach (var text in new[] { "\uD800", "al\uDE00\uD83D", "al\uFFFEice" })
        {
            Assert.True(UserQuery.TryParse(text, out _, out _));
        }
    }

    [Fact]
    public void Words_end_at_white_space_and_punctuation() =>
        Assert.Equal("jean luc o brien 2 🎸", string.Join(' ', SearchFold.Words(" Jean-Luc (O'Brien) #2,\u3000🎸!")));

    private static IEnumerable<string> AllCharacters() =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(char.ConvertFromUtf32);
}
