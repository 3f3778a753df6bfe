using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("https://issuer.example", "248289761001")]
    [InlineData(
        "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf",
        "c3f5a1e2-0000-4000-8000-000000000000"
    )]
    [InlineData("https://tenant.example/", "auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("https://issuer.example", "with a blank and #")]
    public void A_subject_is_read_back_from_its_text(string issuer, string value)
    {
        Assert.True(Subject.TryCreate(issuer, value, out var subject, out _));

        Assert.Equal($"{issuer}|{value}", subject.Text);
        Assert.True(Subject.TryParse(subject.Text, out var again, out _));
        Assert.Equal(subject, again);
        Assert.Equal((issuer, value), (again.Issuer, again.Value));
    }

    [Theory]
    [InlineData(null, "1")]
    [InlineData("", "1")]
    [InlineData("https://issuer.example|1", "1")] // or two subjects would have one text
    [InlineData("https://issuer .example", "1")]
    [InlineData("https://issuer.example", null)]
    [InlineData("https://issuer.example", "")]
    [InlineData("https://issuer.example", "1\n")]
    [InlineData("https://issuer.example", "é")]
    public void What_cannot_be_a_subject_is_refused_with_a_reason(string? issuer, string? value)
    {
        Assert.False(Subject.TryCreate(issuer, value, out var subject, out var problem));
        Assert.Null(subject);
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void A_subject_has_a_length_that_a_key_can_have()
    {
        Assert.True(Subject.TryCreate(new string('i', 512), new string('s', 255), out var longest, out _));
        Assert.Equal(longest, SubjectClaim.FromItem(longest, new SubjectClaim(longest, Guid.Empty).ToItem()).Subject);
        Assert.False(Subject.TryCreate(new string('i', 513), "s", out _, out _));
        Assert.False(Subject.TryCreate("i", new string('s', 256), out _, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("248289761001")]
    [InlineData("|248289761001")]
    [InlineData("https://issuer.example|")]
    public void A_text_without_both_is_no_subject(string? text)
    {
        Assert.False(Subject.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void What_a_log_shows_of_a_subject_names_nobody()
    {
        Assert.True(Subject.TryCreate("https://issuer.example", "alice@example.test", out var subject, out _));

        var newcomer = new Newcomer(subject, "alice", "Alice", "alice@example.test");
        Assert.DoesNotContain("alice", $"{subject} {newcomer}", StringComparison.OrdinalIgnoreCase);
    }
}
