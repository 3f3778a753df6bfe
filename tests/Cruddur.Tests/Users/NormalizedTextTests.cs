using Cruddur.Users;
using FsCheck;
using FsCheck.Fluent;

namespace Cruddur.Tests.Users;

public sealed class NormalizedTextTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")] // marks are put in order
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("ﬁ", "ﬁ")] // another shape is kept
    public void However_it_was_typed_text_has_one_form(string text, string composed) =>
        Assert.Equal(composed, NormalizedText.Compose(text));

    [Fact]
    public void Text_that_is_no_Unicode_stays_as_it_is()
    {
        // Not as inline data: attributes are kept as UTF-8, which has no such thing.
        foreach (var text in new[] { "\uD800", "e\u0301\uD83D", "\uDE00\uD83D", "e\u0301\uFFFE" })
        {
            Assert.Equal(text, NormalizedText.Compose(text));
            Assert.Equal(text, NormalizedText.DecomposeCompatibly(text));
        }
    }

    [Fact]
    public void Any_text_has_a_form_and_composing_again_changes_nothing() =>
        Prop.ForAll<string>(text =>
            {
                var once = NormalizedText.Compose(text ?? "");
                return NormalizedText.Compose(once) == once;
            })
            .QuickCheckThrowOnFailure();
}
