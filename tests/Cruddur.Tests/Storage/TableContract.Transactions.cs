using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    private Task<TransactionResult> TransactAsync(params Write[] writes) => Table.TransactAsync(writes, Cancel);

    private Write.Put Put(string sort, Condition? condition = null, params (string, AttributeValue)[] attributes) =>
        new(I(sort, attributes), condition ?? Condition.None);

    [Fact]
    public async Task A_transaction_does_all_of_its_writes()
    {
        await PutAsync(I("updated", ("kept", 1)));
        await PutAsync(I("deleted"));
        await PutAsync(I("checked", ("n", 1)));

        var result = await TransactAsync(
            Put("put", Condition.NotExists, ("a", 1)),
            new Write.Update(K("updated"), Attributes(("added", 2)), Condition.Exists),
            new Write.Delete(K("deleted"), Condition.Exists),
            new Write.Check(K("checked"), Condition.EqualTo("n", 1)),
            new Write.Check(K("absent"), Condition.NotExists),
            new Write.Put(new Item(K("s", "other"), Attributes()), Condition.None)
        );

        Assert.IsType<TransactionResult.Committed>(result);
        Assert.Equal(I("put", ("a", 1)), await GetAsync(K("put")));
        Assert.Equal(I("updated", ("added", 2), ("kept", 1)), await GetAsync(K("updated")));
        Assert.Null(await GetAsync(K("deleted")));
        Assert.Equal(I("checked", ("n", 1)), await GetAsync(K("checked")));
        Assert.Null(await GetAsync(K("absent")));
        Assert.NotNull(await GetAsync(K("s", "other")));
    }

    [Fact]
    public async Task A_transaction_with_a_condition_that_fails_does_nothing_and_tells_which()
    {
        var occupant = I("b", ("n", 9));
        await PutAsync(occupant);
        await PutAsync(I("e"));

        var result = await TransactAsync(
            Put("a"),
            new Write.Update(K("b"), Attributes(("n", 5)), Condition.LessThan("n", 5)),
            Put("c"),
            new Write.Check(K("d"), Condition.Exists),
            new Write.Delete(K("e"), Condition.Exists)
        );

        Assert.Equal(
            [new FailedCondition(1, occupant), new FailedCondition(3, null)],
            Assert.IsType<TransactionResult.ConditionsFailed>(result).Failed
        );
        Assert.Equal(["b", "e"], await SortsAsync());
        Assert.Equal(occupant, await GetAsync(K("b")));
    }

    [Fact]
    public async Task A_check_alone_is_a_transaction_that_changes_nothing()
    {
        await PutAsync(I("s", ("n", 1)));

        Assert.IsType<TransactionResult.Committed>(
            await TransactAsync(new Write.Check(K("s"), Condition.EqualTo("n", 1)))
        );
        Assert.IsType<TransactionResult.ConditionsFailed>(
            await TransactAsync(new Write.Check(K("s"), Condition.EqualTo("n", 2)))
        );
        Assert.Equal(I("s", ("n", 1)), await GetAsync(K("s")));
    }

    [Fact]
    public async Task A_check_outside_of_a_transaction_is_refused() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            Table.WriteAsync(new Write.Check(K("s"), Condition.NotExists), Cancel)
        );

    [Fact]
    public async Task A_transaction_of_a_hundred_writes_is_done_and_of_one_more_refused()
    {
        var writes = Enumerable.Range(0, Transaction.MaxWrites).Select(i => (Write)Put($"{i:D3}")).ToArray();

        Assert.IsType<TransactionResult.Committed>(await TransactAsync(writes));
        Assert.Equal(100, (await SortsAsync()).Length);
        await AssertRefusedAsync([.. Enumerable.Range(0, 101).Select(i => (Write)Put($"x{i:D3}"))]);
        await AssertRefusedAsync();
    }

    [Fact]
    public async Task A_transaction_with_two_writes_of_one_key_is_refused() =>
        await AssertRefusedAsync(Put("x1"), Put("x2"), new Write.Check(K("x1"), Condition.NotExists));

    [Fact]
    public async Task A_transaction_of_more_than_four_megabytes_is_refused()
    {
        var text = new string('x', 390 * 1024);

        await AssertRefusedAsync([.. Enumerable.Range(0, 11).Select(i => (Write)Put($"x{i}", null, ("text", text)))]);
    }

    [Fact]
    public async Task A_transaction_with_an_update_that_makes_an_item_too_large_is_refused_whole()
    {
        await PutAsync(I("full", ("a", new string('x', 399 * 1024))));

        await AssertRefusedAsync(
            Put("x1"),
            new Write.Update(K("full"), Attributes(("b", new string('y', 2048))), Condition.None),
            Put("x2")
        );
        Assert.Single((await GetAsync(K("full")))!.Attributes);
    }

    [Fact]
    public async Task Transactions_that_meet_leave_no_half_of_one()
    {
        Key[] keys = [K("a", "one"), K("b", "two"), K("c", "three")];
        for (var round = 0; round < 10; round++)
        {
            var from = round;
            await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(writer =>
                        TransactAsync([
                            .. keys.Select(key => new Write.Put(
                                new Item(key, Attributes(("by", writer + from * 10))),
                                Condition.None
                            )),
                        ])
                    )
            );
            var by = await Task.WhenAll(keys.Select(async key => (await GetAsync(key))!.Number("by")));
            Assert.Single(by.Distinct());
        }
    }

    private async Task AssertRefusedAsync(params Write[] writes)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => TransactAsync(writes));
        Assert.DoesNotContain(await SortsAsync(limit: 1000), sort => sort.StartsWith('x'));
    }
}
