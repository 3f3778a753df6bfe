using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    [Fact]
    public async Task The_largest_item_and_the_longest_key_are_kept()
    {
        var partition = Partition().PadRight(Key.MaxPartitionBytes, 'p');
        var key = new Key(partition, new string('s', Key.MaxSortBytes));
        var overhead = new Item(key, Attributes(("a", ""))).Size;
        var item = new Item(key, Attributes(("a", new string('\u0001', Item.MaxSize - overhead))));

        await PutAsync(item);

        Assert.Equal(Item.MaxSize, item.Size);
        Assert.Equal(item, await GetAsync(key));
    }

    [Fact]
    public void An_item_or_key_beyond_the_limits_cannot_be_made()
    {
        var key = K("s");
        var overhead = new Item(key, Attributes(("a", ""))).Size;

        Assert.ThrowsAny<ArgumentException>(() =>
            new Item(key, Attributes(("a", new string('x', Item.MaxSize - overhead + 1))))
        );
        Assert.ThrowsAny<ArgumentException>(() => new Key(new string('p', Key.MaxPartitionBytes + 1), "s"));
        Assert.ThrowsAny<ArgumentException>(() => new Key("p", new string('é', Key.MaxSortBytes / 2 + 1)));
        Assert.ThrowsAny<ArgumentException>(() => new Key("", "s"));
        Assert.ThrowsAny<ArgumentException>(() => new Key("p", ""));
    }

    [Fact]
    public async Task An_update_that_makes_an_item_too_large_is_refused_and_changes_nothing()
    {
        var full = I("s", ("a", new string('x', 399 * 1024)));
        await PutAsync(full);

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            UpdateAsync(K("s"), Condition.Exists, ("b", new string('y', 2048)))
        );

        Assert.Equal(full, await GetAsync(K("s")));
    }

    [Fact]
    public async Task Text_without_a_UTF_8_form_is_refused_and_nothing_written()
    {
        Assert.ThrowsAny<ArgumentException>(() => K(HalfPair));
        Assert.ThrowsAny<ArgumentException>(() => new Key(HalfPair, "s"));
        Assert.ThrowsAny<ArgumentException>(() => AttributeValue.FromText(HalfPair));
        Assert.ThrowsAny<ArgumentException>(() => I("s", (HalfPair, 1)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => UpdateAsync(K("s"), Condition.None, (HalfPair, 1)));
        await AssertRefusedAsync(Put("x"), new Write.Update(K("x2"), Attributes((HalfPair, 1)), Condition.None));

        Assert.Empty(await SortsAsync());
    }

    [Fact]
    public async Task An_update_that_names_attributes_wrongly_is_refused()
    {
        var key = K("s");
        Write[] refused =
        [
            new Write.Update(key, Attributes(("pk", "x")), Condition.None),
            new Write.Update(key, Attributes(("sk", "x")), Condition.None),
            new Write.Update(key, Attributes(("", "x")), Condition.None),
            new Write.Update(key, Attributes(("a", "x")), Condition.None) { Remove = ["a"] },
            new Write.Update(key, Attributes(("a", "x")), Condition.None) { Remove = ["sk"] },
            new Write.Update(key, Attributes(), Condition.None) { Remove = ["a"] },
            new Write.Update(key, Attributes(), Condition.NotExists) { Remove = ["a"] },
            new Write.Update(key, Attributes(), Condition.Exists),
            new Write.Delete(key, Condition.EqualTo("pk", "x")),
            new Write.Delete(key, Condition.LessThan("", 1)),
            new Write.Delete(default, Condition.None),
        ];
        foreach (var write in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Table.WriteAsync(write, Cancel));
            await AssertRefusedAsync(Put("x"), write);
        }
    }
}
