using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Alice Adams")]
    [InlineData("X")]
    [InlineData("José Ñandú")]
    [InlineData("山田 太郎")]
    [InlineData("محمد")]
    [InlineData("می\u200Cخواهم")] // Persian needs the non-joiner
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("<script>alert(1)</script>")]
    public void A_name_is_kept_as_it_is(string text) => Assert.Equal(text, DisplayName.Parse(text).Value);

    [Theory]
    [InlineData("  Alice \t", "Alice")]
    [InlineData("\u3000\u00A0Alice\u2003", "Alice")]
    [InlineData("Jose\u0301", "José")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\u212Bngström", "Ångström")]
    public void A_name_is_trimmed_and_composed(string text, string value) =>
        Assert.Equal(value, DisplayName.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u00A0\u3000")]
    [InlineData("\u200D\u200C")]
    [InlineData("\u0301")]
    [InlineData("\u3164")] // a letter that shows nothing
    [InlineData("\uFFA0\u115F\u1160")]
    [InlineData("\u2800")]
    [InlineData("\uE000")]
    [InlineData("\uFE0F")]
    public void A_name_that_nobody_can_see_is_refused(string? text) => Refused(text);

    [Theory]
    [InlineData("Al\nice")]
    [InlineData("Al\0ice")]
    [InlineData("Al\u0085ice")]
    [InlineData("Al\u2028ice")]
    [InlineData("Al\u202Eice")]
    [InlineData("Al\u2066ice")]
    [InlineData("Al\u200Fice")]
    [InlineData("Al\u061Cice")]
    [InlineData("Al\u200Bice")]
    [InlineData("Al\u2060ice")]
    [InlineData("Al\u00ADice")]
    [InlineData("\uFEFFAlice")]
    [InlineData("Al\uFFFEice")]
    public void Controls_and_what_turns_or_hides_text_are_refused(string text) => Refused(text);

    [Fact]
    public void Half_a_surrogate_pair_is_refused()
    {
        // Not as inline data: attributes are kept as UTF-8, which has no such thing.
        Refused("Al\uD800ice");
        Refused("Alice\uD83D");
        Refused("\uDE00\uD83D");
    }

    [Theory]
    [InlineData("x", 50)]
    [InlineData("é", 50)]
    [InlineData("e\u0301", 50)]
    [InlineData("😀", 50)]
    public void Fifty_characters_as_a_person_counts_them_are_the_most(string character, int most)
    {
        Assert.True(DisplayName.TryParse(Repeat(character, most), out _, out _));
        Refused(Repeat(character, most + 1));
    }

    [Fact]
    public void A_few_characters_of_very_many_bytes_are_refused()
    {
        Refused("a" + Repeat("\u0301", 400));
        Refused(Repeat("👨‍👩‍👧‍👦", 40));
        // Canonical decomposition makes it three times as long, and it is never composed again.
        Refused(Repeat("\uFB2C", 50) + Repeat("x", 400));
    }

    [Fact]
    public void What_was_parsed_parses_to_itself()
    {
        foreach (var text in new[] { " Jose\u0301 ", "\u0344x", "  e\u0301\u0327 ", "𝒜lice" })
        {
            var once = DisplayName.Parse(text);
            Assert.Equal(once, DisplayName.Parse(once.Value));
        }
    }

    private static void Refused(string? text)
    {
        Assert.False(DisplayName.TryParse(text, out var name, out var problem));
        Assert.Null(name);
        Assert.NotEmpty(problem);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
