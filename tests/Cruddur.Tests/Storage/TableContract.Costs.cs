using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
public abstract partial class TableContract
{
    // An item of so many bytes.
    private Item Sized(string sort, int size) => I(sort, ("a", new string('x', size - I(sort, ("a", "")).Size)));

    [Theory]
    [InlineData(100, 1)]
    [InlineData(1024, 1)]
    [InlineData(1025, 2)]
    [InlineData(10_240, 10)]
    public async Task A_put_costs_a_unit_for_every_kilobyte(int size, double units) =>
        Assert.Equal(new Cost(0, units), (await PutAsync(Sized("s", size), Condition.NotExists)).Cost);

    [Fact]
    public async Task A_write_costs_as_the_larger_of_before_and_after()
    {
        await PutAsync(Sized("s", 3000));

        Assert.Equal(new Cost(0, 3), (await PutAsync(Sized("s", 100))).Cost);
        Assert.Equal(new Cost(0, 5), (await PutAsync(Sized("s", 5000))).Cost);
        Assert.Equal(new Cost(0, 5), (await UpdateAsync(K("s"), Condition.Exists, ("b", 1))).Cost);
        Assert.Equal(new Cost(0, 5), (await UpdateAsync(K("s"), Condition.Exists, ("a", "small"))).Cost);
        Assert.Equal(new Cost(0, 1), (await UpdateAsync(K("s"), Condition.Exists, ("b", 2))).Cost);
        Assert.Equal(new Cost(0, 1), (await UpdateAsync(K("new"), Condition.None, ("b", 2))).Cost);
    }

    [Fact]
    public async Task A_delete_costs_as_the_item_deleted_and_one_unit_for_nothing()
    {
        await PutAsync(Sized("s", 3000));

        Assert.Equal(new Cost(0, 3), (await DeleteAsync(K("s"))).Cost);
        Assert.Equal(new Cost(0, 1), (await DeleteAsync(K("s"))).Cost);
    }

    [Fact]
    public async Task A_condition_that_fails_costs_as_the_item_that_is_there()
    {
        await PutAsync(Sized("s", 3000));

        Assert.Equal(new Cost(0, 3), (await PutAsync(Sized("s", 100), Condition.NotExists)).Cost);
        Assert.Equal(new Cost(0, 3), (await DeleteAsync(K("s"), Condition.NotExists)).Cost);
        Assert.Equal(new Cost(0, 1), (await PutAsync(Sized("absent", 5000), Condition.Exists)).Cost);
    }

    [Fact]
    public async Task A_transaction_costs_twice()
    {
        await PutAsync(Sized("checked", 3000));

        var result = await TransactAsync(
            new Write.Put(Sized("put", 2000), Condition.None),
            new Write.Check(K("checked"), Condition.Exists),
            new Write.Delete(K("absent"), Condition.None)
        );

        Assert.Equal(new Cost(0, 2 * (2 + 3 + 1)), result.Cost);
    }

    [Fact]
    public async Task A_transaction_that_fails_costs_as_estimated_from_what_the_caller_knows()
    {
        await PutAsync(Sized("there", 3000));

        var result = await TransactAsync(
            new Write.Put(Sized("put", 2000), Condition.None),
            new Write.Check(K("there"), Condition.NotExists)
        );

        Assert.Equal(new Cost(0, 2 * (2 + 3)), result.Cost);
    }

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4097, 2)]
    public async Task A_get_costs_a_unit_for_every_four_kilobytes_and_half_when_eventual(int size, double units)
    {
        await PutAsync(Sized("s", size));

        Assert.Equal(new Cost(units, 0), (await Table.GetAsync(K("s"), Consistency.Strong, Cancel)).Cost);
        Assert.Equal(new Cost(units / 2, 0), (await Table.GetAsync(K("s"), Consistency.Eventual, Cancel)).Cost);
    }

    [Fact]
    public async Task A_get_of_nothing_costs_as_the_smallest()
    {
        Assert.Equal(new Cost(1, 0), (await Table.GetAsync(K("s"), Consistency.Strong, Cancel)).Cost);
        Assert.Equal(new Cost(0.5, 0), (await Table.GetAsync(K("s"), Consistency.Eventual, Cancel)).Cost);
    }

    [Fact]
    public async Task A_query_costs_by_the_bytes_of_all_that_it_returns()
    {
        for (var i = 0; i < 5; i++)
        {
            await PutAsync(Sized($"{i}", 2000));
        }
        var query = new Query(Partition(), SortRange.All, 10, Consistency.Strong);

        Assert.Equal(new Cost(3, 0), (await Table.QueryAsync(query, Cancel)).Cost);
        Assert.Equal(new Cost(1, 0), (await Table.QueryAsync(query with { Limit = 2 }, Cancel)).Cost);
        Assert.Equal(
            new Cost(1.5, 0),
            (await Table.QueryAsync(query with { Consistency = Consistency.Eventual }, Cancel)).Cost
        );
        Assert.Equal(new Cost(1, 0), (await Table.QueryAsync(query with { Partition = "empty" }, Cancel)).Cost);
    }
}
