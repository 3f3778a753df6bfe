using Cruddur.Cli.Copy;
using Cruddur.Storage;

namespace Cruddur.Tests.Cli;

public sealed class TableDigestTests
{
    private static readonly Item Base = I("p", "s", ("a", "x"), ("n", 1));

    public static TheoryData<string, Item> Others =>
        new()
        {
            { "another partition", I("p2", "s", ("a", "x"), ("n", 1)) },
            { "another sort key", I("p", "s2", ("a", "x"), ("n", 1)) },
            { "a boundary moved between the keys", I("ps", "s", ("a", "x"), ("n", 1)) },
            { "another value", I("p", "s", ("a", "y"), ("n", 1)) },
            { "another name", I("p", "s", ("b", "x"), ("n", 1)) },
            { "digits as text", I("p", "s", ("a", "x"), ("n", "1")) },
            { "one attribute less", I("p", "s", ("a", "x")) },
            { "two attributes in one", I("p", "s", ("a", "x1nN1"), ("n", 1)) },
        };

    [Fact]
    public void The_order_of_items_does_not_matter()
    {
        var items = Enumerable.Range(0, 100).Select(i => I("p", $"{i}", ("n", i))).ToArray();

        Assert.Equal(Of(items), Of([.. items.Reverse()]));
        Assert.Equal(Of(items).ToString(), Of([.. items.Reverse()]).ToString());
        Assert.Equal(64, Of(items).ToString().Length);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Any_difference_of_an_item_is_one_of_the_digest(string difference, Item other) =>
        Assert.False(Of(Base).Equals(Of(other)), difference);

    [Fact]
    public void The_same_change_of_two_items_does_not_cancel_out()
    {
        var twice = Of(Base, Base);

        Assert.NotEqual(Of(), twice);
        Assert.NotEqual(Of().ToString(), twice.ToString(), StringComparer.Ordinal);
    }

    private static TableDigest Of(params Item[] items)
    {
        var digest = new TableDigest();
        Array.ForEach(items, digest.Add);
        return digest;
    }

    private static Item I(string partition, string sort, params (string Name, AttributeValue Value)[] attributes) =>
        new(new Key(partition, sort), attributes.Select(one => KeyValuePair.Create(one.Name, one.Value)));
}
