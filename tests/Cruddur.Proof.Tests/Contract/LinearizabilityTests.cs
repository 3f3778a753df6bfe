using Cruddur.Proof.Contract;
using Cruddur.Storage;

namespace Cruddur.Proof.Tests.Contract;

/// <summary>A checker that cannot fail proves nothing: histories that are right, and each kind of wrong.</summary>
public sealed class LinearizabilityTests
{
    private static readonly RegisterOperation Read = RegisterOperation.Read(0);

    private static RecordedOperation<TwoRegisters> Did(
        long from,
        long to,
        RegisterOperation operation,
        string? answer
    ) => new(operation.Name, from, to, answer, operation.Apply);

    private static RegisterOperation Put(long value, int register = 0) =>
        RegisterOperation.Put(register, value, "always", Condition.None, _ => true);

    private static RegisterOperation PutIfAbsent(long value) =>
        RegisterOperation.Put(0, value, "absent", Condition.NotExists, current => current is null);

    private static RegisterOperation Raise(long value) =>
        RegisterOperation.Put(0, value, "less", Condition.LessThan("n", value), current => current < value);

    private static bool Holds(params RecordedOperation<TwoRegisters>[] history) =>
        Linearizability.Holds(history, default);

    [Fact]
    public void One_after_the_other_holds() =>
        Assert.True(Holds(Did(1, 2, Put(1), "written"), Did(3, 4, Read, "1"), Did(5, 6, Put(2), "written")));

    [Fact]
    public void A_read_during_a_write_may_see_it_or_not()
    {
        Assert.True(Holds(Did(1, 4, Put(1), "written"), Did(2, 3, Read, "none")));
        Assert.True(Holds(Did(1, 4, Put(1), "written"), Did(2, 3, Read, "1")));
    }

    [Fact]
    public void A_read_that_misses_an_acknowledged_write_is_found() =>
        Assert.False(Holds(Did(1, 2, Put(1), "written"), Did(3, 4, Read, "none")));

    [Fact]
    public void A_read_that_goes_back_is_found() =>
        Assert.False(Holds(Did(1, 6, Put(1), "written"), Did(2, 3, Read, "1"), Did(4, 5, Read, "none")));

    [Fact]
    public void Readers_that_disagree_on_the_order_of_writes_are_found() =>
        Assert.False(
            Holds(
                Did(1, 20, Put(1), "written"),
                Did(2, 20, Put(2), "written"),
                Did(3, 4, Read, "1"),
                Did(5, 6, Read, "2"),
                Did(7, 8, Read, "1")
            )
        );

    [Fact]
    public void A_value_that_nobody_wrote_is_found() =>
        Assert.False(Holds(Did(1, 2, Put(1), "written"), Did(3, 4, Read, "7")));

    [Fact]
    public void Two_winners_of_one_place_are_found() =>
        Assert.False(Holds(Did(1, 4, PutIfAbsent(1), "written"), Did(2, 3, PutIfAbsent(2), "written")));

    [Fact]
    public void A_condition_that_failed_with_the_wrong_occupant_is_found() =>
        Assert.False(Holds(Did(1, 2, Put(1), "written"), Did(3, 4, PutIfAbsent(2), "failed 2")));

    [Fact]
    public void A_condition_that_failed_although_it_held_is_found() =>
        Assert.False(Holds(Did(1, 2, PutIfAbsent(1), "failed none")));

    [Fact]
    public void A_maximum_that_went_back_is_found() =>
        Assert.False(
            Holds(
                Did(1, 2, Put(0), "written"),
                Did(3, 8, Raise(3), "written"),
                Did(4, 7, Raise(1), "written"),
                Did(9, 10, Read, "1")
            )
        );

    [Fact]
    public void A_lost_write_is_found() =>
        Assert.False(Holds(Did(1, 2, Put(1), "written"), Did(3, 4, Put(2), "written"), Did(5, 6, Read, "1")));

    [Fact]
    public void A_delete_that_did_not_last_is_found() =>
        Assert.False(
            Holds(Did(1, 2, Put(1), "written"), Did(3, 4, RegisterOperation.Delete(0), "written"), Did(5, 6, Read, "1"))
        );

    [Fact]
    public void Half_of_a_transaction_is_found() =>
        Assert.False(
            Holds(
                Did(1, 2, Put(1), "written"),
                Did(3, 8, RegisterOperation.PutBoth(2, 1), "committed"),
                Did(4, 5, RegisterOperation.ReadBoth(), "2 none")
            )
        );

    [Fact]
    public void What_is_unknown_may_have_happened_later_or_never()
    {
        var unknown = Did(1, long.MaxValue, Put(1), null);

        Assert.True(Holds(unknown, Did(2, 3, Read, "none")));
        Assert.True(Holds(unknown, Did(2, 3, Read, "none"), Did(4, 5, Read, "1")));
    }

    [Fact]
    public void What_is_unknown_cannot_have_happened_twice_or_before_it_began()
    {
        var unknown = Did(3, long.MaxValue, Put(1), null);

        Assert.False(Holds(Did(1, 2, Read, "1"), unknown));
        Assert.False(Holds(unknown, Did(4, 5, Read, "1"), Did(6, 7, Put(2), "written"), Did(8, 9, Read, "1")));
    }
}
