using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// The distributed engine: the table in Amazon DynamoDB. What an operation cost is what DynamoDB says; where it says
/// nothing (a condition that did not hold), by the rules of <see cref="Cost"/>.
/// </summary>
/// <param name="uuids">Tokens of transactions: one that the client sends again after a lost answer happens once.</param>
public sealed class DynamoDbTable(IAmazonDynamoDB client, TableSchema schema, IUuidSource uuids)
    : ITable,
        IStorageEngine
{
    private const string ConditionFailed = "ConditionalCheckFailed";

    private string Table => schema.Name;

    public EngineStatus Status { get; } = new("dynamodb", Version: null, IsReadOnly: false, ReadOnlyReason: null, []);

    public async Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = Table,
            Key = DynamoDbItems.Of(key),
            ConsistentRead = consistency == Consistency.Strong,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        var answer = await ReadAsync(() => client.GetItemAsync(request, cancellationToken));
        return new GetResult(DynamoDbItems.ToItemOrNull(answer.Item), ReadCost(answer.ConsumedCapacity));
    }

    public async Task<Page> QueryAsync(Query query, CancellationToken cancellationToken)
    {
        Query.Validate(query);
        if (DynamoDbQuery.Of(query, Table) is not { } request)
        {
            return new Page([], null, Cost.Read(0, query.Consistency));
        }
        var answer = await ReadAsync(() => client.QueryAsync(request, cancellationToken));
        return new Page(
            [.. (answer.Items ?? []).Select(DynamoDbItems.ToItem)],
            answer.LastEvaluatedKey is { Count: > 0 } last ? DynamoDbItems.ToKey(last).Sort : null,
            ReadCost(answer.ConsumedCapacity)
        );
    }

    public async Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        Write.Validate(write);
        try
        {
            var used = await ChangeAsync(() => SendAsync(write, cancellationToken));
            return new WriteResult.Written(WriteCost(used));
        }
        catch (ConditionalCheckFailedException failed)
        {
            var occupant = DynamoDbItems.ToItemOrNull(failed.Item);
            var cost = Cost.FailedCondition(occupant);
            if (!UnansweredAttempts.Precede(failed))
            {
                return new WriteResult.ConditionFailed(occupant, cost);
            }
            // The client's own retry met what its earlier attempt wrote; or what somebody wrote over it since.
            return IsDone(write, occupant)
                ? new WriteResult.Written(cost)
                : throw DynamoDbFaults.Of(failed, Table, isWrite: true);
        }
    }

    public async Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken)
    {
        Transaction.Validate(writes);
        var request = new TransactWriteItemsRequest
        {
            TransactItems = [.. writes.Select(write => DynamoDbTransaction.Of(write, Table))],
            ClientRequestToken = uuids.Next().ToString("N"),
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var answer = await ChangeAsync(() => client.TransactWriteItemsAsync(request, cancellationToken));
            return new TransactionResult.Committed(
                new Cost(0, answer.ConsumedCapacity?.Sum(used => used.CapacityUnits ?? 0) ?? 0)
            );
        }
        catch (TransactionCanceledException canceled)
            when (canceled.CancellationReasons.Any(reason => reason.Code == ConditionFailed))
        {
            var failed = canceled
                .CancellationReasons.Select((reason, index) => (reason, index))
                .Where(one => one.reason.Code == ConditionFailed)
                .Select(one => new FailedCondition(one.index, DynamoDbItems.ToItemOrNull(one.reason.Item)))
                .ToArray();
            return new TransactionResult.ConditionsFailed(failed, Cost.FailedTransaction(writes, failed));
        }
    }

    public async Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var request = new ScanRequest
        {
            TableName = Table,
            Limit = limit,
            ExclusiveStartKey = after is { } key ? DynamoDbItems.Of(key) : null,
            ConsistentRead = true,
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        var answer = await ReadAsync(() => client.ScanAsync(request, cancellationToken));
        return new ScanPage(
            [.. (answer.Items ?? []).Select(DynamoDbItems.ToItem)],
            answer.LastEvaluatedKey is { Count: > 0 } last ? DynamoDbItems.ToKey(last) : null,
            ReadCost(answer.ConsumedCapacity)
        );
    }

    private async Task<ConsumedCapacity> SendAsync(Write write, CancellationToken cancellationToken)
    {
        var expressions = new DynamoDbExpressions(write);
        switch (write)
        {
            case Write.Put put:
                var putting = new PutItemRequest
                {
                    TableName = Table,
                    Item = DynamoDbItems.Of(put.Item),
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                };
                return (await client.PutItemAsync(putting, cancellationToken)).ConsumedCapacity;
            case Write.Update:
                var updating = new UpdateItemRequest
                {
                    TableName = Table,
                    Key = DynamoDbItems.Of(write.Key),
                    UpdateExpression = expressions.Update,
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                };
                return (await client.UpdateItemAsync(updating, cancellationToken)).ConsumedCapacity;
            case Write.Delete:
                var deleting = new DeleteItemRequest
                {
                    TableName = Table,
                    Key = DynamoDbItems.Of(write.Key),
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                };
                return (await client.DeleteItemAsync(deleting, cancellationToken)).ConsumedCapacity;
            default:
                throw new ArgumentException("A check belongs in a transaction.", nameof(write));
        }
    }

    private async Task<T> ReadAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (DynamoDbFaults.IsFault(exception))
        {
            throw DynamoDbFaults.Of(exception, Table, isWrite: false);
        }
    }

    private async Task<T> ChangeAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (DynamoDbFaults.IsFault(exception) && !IsOutcome(exception))
        {
            throw DynamoDbFaults.TooLarge(exception, "write")
                ?? (Exception)DynamoDbFaults.Of(exception, Table, isWrite: true);
        }
    }

    /// <summary>Whether what is there is what the write would leave.</summary>
    private static bool IsDone(Write write, Item? found) =>
        write switch
        {
            Write.Put put => put.Item.Equals(found),
            Write.Update update => found is not null
                && update.Set.All(one => found.Attributes.TryGetValue(one.Key, out var value) && value == one.Value)
                && !update.Remove.Any(found.Attributes.ContainsKey),
            _ => found is null,
        };

    // Of a transaction it is one behind an attempt without an answer too: both carry the same token.
    private static bool IsOutcome(Exception exception) =>
        exception is ConditionalCheckFailedException
        || (
            exception is TransactionCanceledException canceled
            && canceled.CancellationReasons.Any(reason => reason.Code == ConditionFailed)
        );

    private static Cost ReadCost(ConsumedCapacity? used) => new(used?.CapacityUnits ?? 0, 0);

    private static Cost WriteCost(ConsumedCapacity? used) => new(0, used?.CapacityUnits ?? 0);
}
