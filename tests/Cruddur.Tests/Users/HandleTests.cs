using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class HandleTests
{
    [Theory]
    [InlineData("al")]
    [InlineData("Alice_Adams_2")]
    [InlineData("_____")]
    [InlineData("007")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123")]
    public void Two_to_thirty_letters_digits_and_underscores_are_a_handle(string text) =>
        Assert.Equal(text, Handle.Parse(text).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abcdefghijklmnopqrstuvwxyz01234")]
    [InlineData("@alice")]
    [InlineData("al ice")]
    [InlineData(" alice")]
    [InlineData("alice\n")]
    [InlineData("al-ice")]
    [InlineData("al#ice")]
    [InlineData("alíce")]
    [InlineData("аlice")] // a Cyrillic а
    [InlineData("alıce")]
    [InlineData("٠١٢")] // digits, but not ASCII's
    [InlineData("ａlice")]
    [InlineData("al\0ice")]
    [InlineData("al\u200Bice")]
    public void Anything_else_is_refused_with_a_reason(string? text)
    {
        Assert.False(Handle.TryParse(text, out var handle, out var problem));
        Assert.Null(handle);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Case_is_kept_and_does_not_matter()
    {
        Assert.Equal("AliCE", Handle.Parse("AliCE").ToString());
        Assert.Equal(Handle.Parse("alice").Folded, Handle.Parse("ALICE").Folded);
    }

    [Theory]
    [InlineData("@alice", "alice")]
    [InlineData("alice", "alice")]
    [InlineData("@@alice", "@alice")]
    [InlineData(null, null)]
    public void One_at_sign_in_front_can_be_taken_off(string? text, string? without) =>
        Assert.Equal(without, Handle.WithoutAt(text));
}
