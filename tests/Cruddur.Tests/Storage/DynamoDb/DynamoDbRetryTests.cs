using Cruddur.Storage;
using static Cruddur.Tests.Storage.DynamoDb.ScriptedDynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>What a refusal means when the client had tried before and heard nothing: the write may have happened.</summary>
public sealed class DynamoDbRetryTests
{
    private static readonly Key Key = new("p", "s");
    private static readonly Write Put = new Write.Put(new Item(Key, []), Condition.None);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ProvisionedThroughputExceededException")]
    [InlineData("ThrottlingException")]
    [InlineData("TransactionConflictException")]
    [InlineData("AccessDeniedException")]
    public async Task A_refusal_behind_an_attempt_without_an_answer_leaves_a_write_unknown(string type)
    {
        var (table, _) = Successive((500, Error("InternalServerError")), (400, Error(type)));
        var (transacting, _) = Successive((500, Error("InternalServerError")), (400, Error(type)));

        var write = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));
        var transaction = await Assert.ThrowsAsync<StorageException>(() => transacting.TransactAsync([Put], Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, write.Fault);
        Assert.Equal(StorageFault.OutcomeUnknown, transaction.Fault);
    }

    [Fact]
    public async Task A_transaction_that_is_cancelled_behind_an_attempt_without_an_answer_is_unknown()
    {
        var conflict = Canceled("""{"Code":"TransactionConflict","Message":"why"}""");
        var (table, _) = Successive((500, Error("InternalServerError")), (400, conflict));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.TransactAsync([Put], Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, thrown.Fault);
    }

    [Fact]
    public async Task Refusals_one_after_the_other_did_nothing()
    {
        var throttled = Error("ProvisionedThroughputExceededException");
        var (table, requests) = Successive((400, throttled), (400, throttled), (400, throttled));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));

        Assert.Equal(3, requests.Count);
        Assert.Equal(StorageFault.Unavailable, thrown.Fault);
    }

    [Fact]
    public async Task A_put_that_meets_its_own_item_behind_an_attempt_without_an_answer_is_written()
    {
        var (table, _) = Successive((500, Error("InternalServerError")), (400, Occupied("""{"N":"7"}""")));
        var put = new Write.Put(new Item(Key, [new("n", 7)]), Condition.EqualTo("n", 6));

        Assert.IsType<WriteResult.Written>(await table.WriteAsync(put, Cancel));
    }

    [Fact]
    public async Task An_update_and_a_delete_that_meet_their_own_effect_behind_an_attempt_without_an_answer_are_written()
    {
        var (updating, _) = Successive((500, Error("InternalServerError")), (400, Occupied("""{"N":"7"}""")));
        var (deleting, _) = Successive(
            (500, Error("InternalServerError")),
            (400, Error("ConditionalCheckFailedException"))
        );
        var set = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["n"] = 7 };

        Assert.IsType<WriteResult.Written>(
            await updating.WriteAsync(new Write.Update(Key, set, Condition.LessThan("n", 7)), Cancel)
        );
        Assert.IsType<WriteResult.Written>(await deleting.WriteAsync(new Write.Delete(Key, Condition.Exists), Cancel));
    }

    /// <summary>Its own item may have been there, and been replaced.</summary>
    [Fact]
    public async Task A_put_that_meets_another_item_behind_an_attempt_without_an_answer_is_unknown()
    {
        var (table, _) = Successive((500, Error("InternalServerError")), (400, Occupied("""{"N":"8"}""")));
        var put = new Write.Put(new Item(Key, [new("n", 7)]), Condition.EqualTo("n", 6));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(put, Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, thrown.Fault);
    }

    [Fact]
    public async Task A_put_that_meets_an_equal_item_at_once_was_refused()
    {
        var (table, _) = Successive((400, Occupied("""{"N":"7"}""")));
        var put = new Write.Put(new Item(Key, [new("n", 7)]), Condition.NotExists);

        var result = await table.WriteAsync(put, Cancel);

        Assert.Equal(7, Assert.IsType<WriteResult.ConditionFailed>(result).Occupant!.Number("n"));
    }
}
