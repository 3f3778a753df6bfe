using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>The state of two items for the checker: the number that each holds, or null where there is none.</summary>
internal readonly record struct TwoRegisters(long? First, long? Second)
{
    public long? this[int register] => register == 0 ? First : Second;

    public TwoRegisters With(int register, long? value) =>
        register == 0 ? this with { First = value } : this with { Second = value };
}

/// <summary>An operation of two items, as the model does it and as a table does it.</summary>
internal sealed record RegisterOperation(
    string Name,
    Func<TwoRegisters, (TwoRegisters State, string Answer)> Apply,
    Func<ITable, Key[], CancellationToken, Task<string>> RunAsync
)
{
    private static readonly Dictionary<string, AttributeValue> Empty = [];

    public static RegisterOperation Read(int register) =>
        new(
            $"read {register}",
            state => (state, Show(state[register])),
            async (table, keys, cancel) => Show((await table.GetAsync(keys[register], Consistency.Strong, cancel)).Item)
        );

    /// <summary>Both at one moment, which only a query can.</summary>
    public static RegisterOperation ReadBoth() =>
        new(
            "read both",
            state => (state, $"{Show(state[0])} {Show(state[1])}"),
            async (table, keys, cancel) =>
            {
                var query = new Query(keys[0].Partition, SortRange.All, 10, Consistency.Strong);
                var items = (await table.QueryAsync(query, cancel)).Items;
                return string.Join(' ', keys.Select(key => Show(items.FirstOrDefault(item => item.Key == key))));
            }
        );

    public static RegisterOperation Put(
        int register,
        long value,
        string condition,
        Condition meaning,
        Func<long?, bool> holds
    ) =>
        new(
            $"put {register} = {value} if {condition}",
            state =>
                holds(state[register])
                    ? (state.With(register, value), "written")
                    : (state, $"failed {Show(state[register])}"),
            async (table, keys, cancel) =>
                Show(await table.WriteAsync(new Write.Put(ItemOf(keys[register], value), meaning), cancel))
        );

    public static RegisterOperation Delete(int register) =>
        new(
            $"delete {register}",
            state => (state.With(register, null), "written"),
            async (table, keys, cancel) =>
                Show(await table.WriteAsync(new Write.Delete(keys[register], Condition.None), cancel))
        );

    /// <summary>Sets both, if the first is what is expected: a transaction.</summary>
    public static RegisterOperation PutBoth(long value, long expected) =>
        new(
            $"put both = {value} if 0 is {expected}",
            state =>
                state.First == expected
                    ? (new TwoRegisters(value, value), "committed")
                    : (state, $"failed {Show(state.First)}"),
            async (table, keys, cancel) =>
            {
                Write[] writes =
                [
                    new Write.Put(ItemOf(keys[1], value), Condition.None),
                    new Write.Put(ItemOf(keys[0], value), Condition.EqualTo("n", expected)),
                ];
                return await table.TransactAsync(writes, cancel) is TransactionResult.ConditionsFailed failed
                    ? $"failed {Show(failed.Failed[0].Occupant)}"
                    : "committed";
            }
        );

#pragma warning disable CA5394 // Nobody guesses at a test.
    public static RegisterOperation Any(Random random)
    {
        var register = random.Next(2);
        var value = random.Next(4);
        return random.Next(9) switch
        {
            < 2 => Read(register),
            2 => ReadBoth(),
            3 => Put(register, value, "absent", Condition.NotExists, current => current is null),
            4 => Put(register, value, "less", Condition.LessThan("n", value), current => current < value),
            5 => Put(register, value, "always", Condition.None, _ => true),
            6 => Put(register, value, "0", Condition.EqualTo("n", 0), current => current == 0),
            7 => Delete(register),
            _ => PutBoth(value, random.Next(3)),
        };
    }
#pragma warning restore CA5394

    private static Item ItemOf(Key key, long value) =>
        new(key, new Dictionary<string, AttributeValue>(Empty, StringComparer.Ordinal) { ["n"] = value });

    private static string Show(long? value) => value is null ? "none" : $"{value}";

    private static string Show(Item? item) => Show(item?.Number("n"));

    private static string Show(WriteResult result) =>
        result is WriteResult.ConditionFailed failed ? $"failed {Show(failed.Occupant)}" : "written";
}
