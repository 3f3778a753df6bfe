using Cruddur.Storage;
using static Cruddur.Tests.Storage.DynamoDb.ScriptedDynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>What DynamoDB's refusals and silences mean: nothing happened, nobody knows, or somebody has to act.</summary>
public sealed class DynamoDbFaultTests
{
    private static readonly Key Key = new("p", "s");
    private static readonly Write Put = new Write.Put(new Item(Key, []), Condition.None);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException", StorageFault.Unavailable)]
    [InlineData(400, "ThrottlingException", StorageFault.Unavailable)]
    [InlineData(400, "RequestLimitExceeded", StorageFault.Unavailable)]
    [InlineData(400, "TransactionConflictException", StorageFault.Unavailable)]
    [InlineData(500, "InternalServerError", StorageFault.OutcomeUnknown)]
    [InlineData(503, "ServiceUnavailable", StorageFault.OutcomeUnknown)]
    [InlineData(400, "ResourceNotFoundException", StorageFault.Configuration)]
    [InlineData(400, "AccessDeniedException", StorageFault.Configuration)]
    [InlineData(400, "UnrecognizedClientException", StorageFault.Configuration)]
    [InlineData(400, "ValidationException", StorageFault.Damaged)]
    public async Task A_write_that_is_refused_is_what_the_refusal_says(int status, string type, StorageFault fault)
    {
        var (table, _) = Answering(status, Error(type));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));

        Assert.Equal(fault, thrown.Fault);
        Assert.Contains("the-table", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task A_read_without_an_answer_changed_nothing(int status, string type)
    {
        var (table, _) = Answering(status, Error(type));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.GetAsync(Key, Consistency.Strong, Cancel));

        Assert.Equal(StorageFault.Unavailable, thrown.Fault);
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_a_write_unknown_and_a_read_undone()
    {
        var (table, _) = Scripted(_ => throw new HttpRequestException("broken"));

        var write = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));
        var read = await Assert.ThrowsAsync<StorageException>(() => table.GetAsync(Key, Consistency.Strong, Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, write.Fault);
        Assert.Equal(StorageFault.Unavailable, read.Fault);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_leaves_a_write_unknown()
    {
        var (table, _) = Scripted(
            async cancel =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
                throw new InvalidOperationException("unreachable");
            },
            config => config.Timeout = TimeSpan.FromMilliseconds(50)
        );

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, thrown.Fault);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so_and_not_of_a_fault()
    {
        using var cancel = new CancellationTokenSource();
        var (table, _) = Scripted(async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException("unreachable");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.WriteAsync(Put, cancel.Token));
    }

    [Fact]
    public async Task Throttling_says_of_which_kind_it_is()
    {
        var (table, _) = Answering(
            400,
            """
            {"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"too much",
             "throttlingReasons":[{"reason":"TableWriteKeyRangeThroughputExceeded","resource":"arn:aws:dynamodb:::table/x"}]}
            """
        );

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.WriteAsync(Put, Cancel));

        Assert.Contains("TableWriteKeyRangeThroughputExceeded", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TransactionConflict", StorageFault.Unavailable)]
    [InlineData("ThrottlingError", StorageFault.Unavailable)]
    [InlineData("ProvisionedThroughputExceeded", StorageFault.Unavailable)]
    [InlineData("ItemCollectionSizeLimitExceeded", StorageFault.Damaged)]
    public async Task A_transaction_that_was_cancelled_did_not_happen(string reason, StorageFault fault)
    {
        var (table, _) = Answering(400, Canceled($$"""{"Code":"None"},{"Code":"{{reason}}","Message":"why"}"""));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.TransactAsync([Put], Cancel));

        Assert.Equal(fault, thrown.Fault);
    }

    [Fact]
    public async Task A_transaction_whose_condition_did_not_hold_says_which_and_what_stood_there()
    {
        var (table, _) = Answering(
            400,
            Canceled(
                """
                {"Code":"None"},
                {"Code":"ConditionalCheckFailed","Message":"no","Item":{"pk":{"S":"p"},"sk":{"S":"s"},"n":{"N":"7"}}}
                """
            )
        );

        var result = await table.TransactAsync([Put], Cancel);

        var failed = Assert.Single(Assert.IsType<TransactionResult.ConditionsFailed>(result).Failed);
        Assert.Equal(1, failed.Index);
        Assert.Equal(7, failed.Occupant!.Number("n"));
    }

    [Fact]
    public async Task A_transaction_that_is_still_on_its_way_is_unknown()
    {
        var (table, _) = Answering(400, Error("TransactionInProgressException"));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => table.TransactAsync([Put], Cancel));

        Assert.Equal(StorageFault.OutcomeUnknown, thrown.Fault);
    }

    [Fact]
    public async Task The_client_tries_twice_more_and_not_ten_times()
    {
        var (table, requests) = Answering(500, Error("InternalServerError"), retries: null);

        await Assert.ThrowsAsync<StorageException>(() => table.GetAsync(Key, Consistency.Strong, Cancel));

        Assert.Equal(3, requests.Count);
    }
}
