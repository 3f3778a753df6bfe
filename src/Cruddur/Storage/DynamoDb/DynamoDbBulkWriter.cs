using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Cruddur.Runtime;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// Puts items by <c>BatchWriteItem</c>, which may leave some of a batch unwritten and still succeed: those are sent again
/// until there are none
/// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
/// </summary>
internal sealed class DynamoDbBulkWriter(IAmazonDynamoDB client, TableSchema schema, TimeProvider time, Random random)
    : IBulkWriter
{
    private const int MaxBatch = 25;

    // A table billed by use that was idle takes some thousand units a second at first and doubles within minutes, so a
    // bulk write is throttled as a matter of course.
    private const int BatchesAtOnce = 8;

    /// <summary>Tries one after the other that wrote nothing: with their pauses, some twenty seconds.</summary>
    private const int MaxVainTries = 12;

    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), random);

    public async Task<Cost> PutAllAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        BulkWrite.Validate(items);
        var costs = new Cost[(items.Count + MaxBatch - 1) / MaxBatch];
        await Parallel.ForEachAsync(
            items.Chunk(MaxBatch).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken },
            async (batch, token) => costs[batch.Index] = await PutBatchAsync(batch.Item, token)
        );
        return costs.Aggregate(default(Cost), Cost.Add);
    }

    private async Task<Cost> PutBatchAsync(Item[] batch, CancellationToken cancellationToken)
    {
        var left = batch.Select(item => new WriteRequest(new PutRequest(DynamoDbItems.Of(item)))).ToList();
        var cost = default(Cost);
        StorageException? refusal = null;
        for (var vain = 0; left.Count > 0; )
        {
            if (vain > 0)
            {
                await Task.Delay(_backoff.Of(vain), time, cancellationToken);
            }
            var before = left.Count;
            try
            {
                (left, var used) = await SendAsync(left, cancellationToken);
                cost += used;
                refusal = null;
            }
            catch (StorageException exception)
                when (exception.Fault is StorageFault.Unavailable or StorageFault.OutcomeUnknown)
            {
                // A put without a condition may be repeated, also when it is not known whether it happened.
                refusal = exception;
            }
            vain = left.Count < before ? 1 : vain + 1;
            if (left.Count > 0 && vain > MaxVainTries)
            {
                throw new StorageException(
                    StorageFault.Unavailable,
                    $"DynamoDB did not take {left.Count} of {batch.Length} items for the table {schema.Name} in {MaxVainTries} tries: "
                        + $"{refusal?.Message ?? "it left them unprocessed, as it does when it is throttled."} Try again later.",
                    refusal
                );
            }
        }
        return cost;
    }

    /// <returns>What was not written.</returns>
    private async Task<(List<WriteRequest> Left, Cost Cost)> SendAsync(
        List<WriteRequest> puts,
        CancellationToken cancellationToken
    )
    {
        var request = new BatchWriteItemRequest
        {
            RequestItems = new Dictionary<string, List<WriteRequest>>(StringComparer.Ordinal) { [schema.Name] = puts },
            ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
        };
        try
        {
            var answer = await client.BatchWriteItemAsync(request, cancellationToken);
            var left = answer.UnprocessedItems?.GetValueOrDefault(schema.Name) ?? [];
            return (left, new Cost(0, answer.ConsumedCapacity?.Sum(used => used.CapacityUnits ?? 0) ?? 0));
        }
        catch (Exception exception) when (DynamoDbFaults.IsFault(exception))
        {
            throw DynamoDbFaults.Of(exception, schema.Name, isWrite: true);
        }
    }
}
