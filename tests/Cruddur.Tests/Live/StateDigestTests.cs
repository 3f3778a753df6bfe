using Cruddur.Live;

namespace Cruddur.Tests.Live;

/// <summary>The vectors are in docs/api.md too: a client computes the same.</summary>
public sealed class StateDigestTests
{
    private static readonly GroupState First = new(Guid.Parse("0f9c2a4e-7b1d-8c3e-9a5f-123456789abc"), 21, 19);
    private static readonly GroupState Second = new(Guid.Parse("b0b00000-0000-8000-8000-000000000002"), 1, 0);
    private static readonly GroupState Largest = new(
        Guid.Parse("ffffffff-ffff-8fff-bfff-ffffffffffff"),
        999_999_999_999,
        999_999_999_999
    );

    [Fact]
    public void Of_no_group_it_is_zero() => Assert.Equal("00000000", StateDigest.Of([]));

    [Fact]
    public void It_has_these_values()
    {
        Assert.Equal("7d96a183", StateDigest.Of([First]));
        Assert.Equal("1372f6bc", StateDigest.Of([Second]));
        Assert.Equal("9109983f", StateDigest.Of([First, Second]));
        Assert.Equal("2cc14ca6", StateDigest.Of([First, Second, Largest]));
    }

    [Fact]
    public void The_order_of_groups_does_not_matter() =>
        Assert.Equal(StateDigest.Of([First, Second, Largest]), StateDigest.Of([Largest, First, Second]));
}
