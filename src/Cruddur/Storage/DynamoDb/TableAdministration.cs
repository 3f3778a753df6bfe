using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Cruddur.Storage.DynamoDb;

/// <summary>Makes, lists and drops tables, for commands and tests. A server does none of this.</summary>
public sealed class TableAdministration
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly DynamoDbConnection _connection;

    internal TableAdministration(DynamoDbConnection connection) => _connection = connection;

    private IAmazonDynamoDB Client => _connection.Client;

    /// <summary>The request that makes a table of the schema: billed by use, with a stream of new images.</summary>
    public static CreateTableRequest RequestFor(TableSchema schema) =>
        new()
        {
            TableName = schema.Name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions =
            [
                new AttributeDefinition(TableSchema.PartitionKey, ScalarAttributeType.S),
                new AttributeDefinition(TableSchema.SortKey, ScalarAttributeType.S),
            ],
            KeySchema =
            [
                new KeySchemaElement(TableSchema.PartitionKey, KeyType.HASH),
                new KeySchemaElement(TableSchema.SortKey, KeyType.RANGE),
            ],
            StreamSpecification = new StreamSpecification
            {
                StreamEnabled = true,
                StreamViewType = TableSchema.StreamView,
            },
        };

    /// <summary>Makes the table and waits until it is there.</summary>
    /// <returns>Whether it was made now; false when there is one of the name.</returns>
    public async Task<bool> MakeAsync(TableSchema schema, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.AskAsync(() => Client.CreateTableAsync(RequestFor(schema), cancellationToken));
        }
        catch (StorageException exception) when (exception.InnerException is ResourceInUseException)
        {
            return false;
        }
        while ((await DescribeAsync(schema.Name, cancellationToken))?.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(LookInterval, time, cancellationToken);
        }
        return true;
    }

    /// <summary>The names of all tables, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? last = null;
        do
        {
            var request = new ListTablesRequest { ExclusiveStartTableName = last };
            var answer = await _connection.AskAsync(() => Client.ListTablesAsync(request, cancellationToken));
            names.AddRange(answer.TableNames ?? []);
            last = answer.LastEvaluatedTableName;
        } while (last is not null);
        return names;
    }

    /// <returns>Null when there is no such table.</returns>
    public async Task<TableDescription?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _connection.AskAsync(() => Client.DescribeTableAsync(name, cancellationToken))).Table;
        }
        catch (StorageException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return null;
        }
    }

    /// <returns>Whether there was such a table.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await _connection.AskAsync(() => Client.DeleteTableAsync(name, cancellationToken));
            return true;
        }
        catch (StorageException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return false;
        }
    }
}
