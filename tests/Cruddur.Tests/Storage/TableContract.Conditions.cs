using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

public abstract partial class TableContract
{
    private static readonly Condition[] NeedAnItem =
    [
        Condition.Exists,
        Condition.LessThan("n", 10),
        Condition.EqualTo("n", 5),
        Condition.EqualTo("t", "five"),
    ];

    // Each holds of an item with n = 5 and t = "five", where the second member says so.
    public static TheoryData<string, bool> ConditionsOfAnItem =>
        new()
        {
            { "none", true },
            { "exists", true },
            { "not exists", false },
            { "n < 6", true },
            { "n < 5", false },
            { "n < 4", false },
            { "missing < 6", false },
            { "t < 6", false },
            { "n = 5", true },
            { "n = 6", false },
            { "n = '5'", false },
            { "t = 'five'", true },
            { "t = 'Five'", false },
            { "missing = 5", false },
            { "missing = ''", false },
        };

    [Theory]
    [MemberData(nameof(ConditionsOfAnItem))]
    public async Task A_put_over_an_item_happens_only_if_its_condition_holds(string condition, bool holds)
    {
        var before = I("s", ("n", 5), ("t", "five"));
        var after = I("s", ("after", 1));
        await PutAsync(before);

        var result = await PutAsync(after, Parse(condition));

        await AssertOutcomeAsync(result, holds, before, after);
    }

    [Theory]
    [MemberData(nameof(ConditionsOfAnItem))]
    public async Task An_update_of_an_item_happens_only_if_its_condition_holds(string condition, bool holds)
    {
        var before = I("s", ("n", 5), ("t", "five"));
        await PutAsync(before);

        var result = await UpdateAsync(K("s"), Parse(condition), ("n", 6));

        await AssertOutcomeAsync(result, holds, before, I("s", ("n", 6), ("t", "five")));
    }

    [Theory]
    [MemberData(nameof(ConditionsOfAnItem))]
    public async Task A_delete_of_an_item_happens_only_if_its_condition_holds(string condition, bool holds)
    {
        var before = I("s", ("n", 5), ("t", "five"));
        await PutAsync(before);

        var result = await DeleteAsync(K("s"), Parse(condition));

        await AssertOutcomeAsync(result, holds, before, null);
    }

    [Fact]
    public async Task Conditions_that_need_an_item_fail_without_one_and_show_that_there_is_none()
    {
        foreach (var condition in NeedAnItem)
        {
            await AssertOutcomeAsync(await PutAsync(I("s"), condition), false, null, null);
            await AssertOutcomeAsync(await UpdateAsync(K("s"), condition, ("n", 1)), false, null, null);
            await AssertOutcomeAsync(await DeleteAsync(K("s"), condition), false, null, null);
        }
    }

    [Fact]
    public async Task The_condition_that_there_is_no_item_holds_without_one()
    {
        Assert.IsType<WriteResult.Written>(await DeleteAsync(K("a"), Condition.NotExists));
        Assert.IsType<WriteResult.Written>(await UpdateAsync(K("b"), Condition.NotExists, ("n", 1)));
        Assert.IsType<WriteResult.Written>(await PutAsync(I("c", ("n", 1)), Condition.NotExists));

        Assert.Null(await GetAsync(K("a")));
        Assert.Equal(I("b", ("n", 1)), await GetAsync(K("b")));
        Assert.Equal(I("c", ("n", 1)), await GetAsync(K("c")));
    }

    [Fact]
    public async Task Of_many_puts_of_an_item_that_must_not_exist_one_wins_and_the_others_see_it()
    {
        var results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => PutAsync(I("s", ("i", i)), Condition.NotExists), Cancel))
        );

        Assert.Single(results.OfType<WriteResult.Written>());
        var winner = await GetAsync(K("s"));
        Assert.All(results.OfType<WriteResult.ConditionFailed>(), failed => Assert.Equal(winner, failed.Occupant));
    }

    [Fact]
    public async Task A_number_that_only_grows_ends_at_the_greatest()
    {
        await PutAsync(I("s", ("n", 0)));

        await Task.WhenAll(
            Enumerable.Range(1, 30).Select(i => UpdateAsync(K("s"), Condition.LessThan("n", i), ("n", i)))
        );

        Assert.Equal(30, (await GetAsync(K("s")))!.Number("n"));
    }

    private async Task AssertOutcomeAsync(WriteResult result, bool holds, Item? before, Item? after)
    {
        if (holds)
        {
            Assert.IsType<WriteResult.Written>(result);
        }
        else
        {
            Assert.Equal(before, Assert.IsType<WriteResult.ConditionFailed>(result).Occupant);
        }
        Assert.Equal(holds ? after : before, await GetAsync(K("s")));
    }

    private static Condition Parse(string condition) =>
        condition.Split(' ') switch
        {
            ["none"] => Condition.None,
            ["exists"] => Condition.Exists,
            ["not", "exists"] => Condition.NotExists,
            [var name, "<", var number] => Condition.LessThan(name, long.Parse(number)),
            [var name, "=", ['\'', .. var text, '\'']] => Condition.EqualTo(name, text),
            [var name, "=", var number] => Condition.EqualTo(name, long.Parse(number)),
            _ => throw new ArgumentException(condition, nameof(condition)),
        };
}
