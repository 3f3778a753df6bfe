using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Cruddur.Storage.DynamoDb;

/// <summary>Makes, lists and drops tables, for commands and tests. A server does none of this.</summary>
public sealed class TableAdministration
{
    private readonly DynamoDbConnection _connection;

    internal TableAdministration(DynamoDbConnection connection) => _connection = connection;

    private IAmazonDynamoDB Client => _connection.Client;

    /// <summary>The request that makes a table of the schema. Time to live and recovery are switched on behind it.</summary>
    public static CreateTableRequest RequestFor(TableSchema schema) =>
        new()
        {
            TableName = schema.Name,
            BillingMode = TableSchema.Billing,
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
            DeletionProtectionEnabled = schema.DeletionProtection,
        };

    /// <summary>Makes the table, or gives one that is there what it lacks of the schema.</summary>
    /// <exception cref="StorageException">The table is another program's, or has what only a person may change.</exception>
    public Task<SchemaLoad> LoadAsync(TableSchema schema, TimeProvider time, CancellationToken cancellationToken) =>
        new SchemaLoading(_connection, schema, time).RunAsync(cancellationToken);

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
    public async Task<TableState?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is not { } table)
        {
            return null;
        }
        var expiry = await AskOrNullAsync(() =>
            Client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = name }, cancellationToken)
        );
        var backups = await AskOrNullAsync(() =>
            Client.DescribeContinuousBackupsAsync(
                new DescribeContinuousBackupsRequest { TableName = name },
                cancellationToken
            )
        );
        var expires = expiry?.TimeToLiveDescription;
        var isExpiring =
            expires?.TimeToLiveStatus == TimeToLiveStatus.ENABLED
            || expires?.TimeToLiveStatus == TimeToLiveStatus.ENABLING;
        var recovery = backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
        return new TableState(
            table,
            isExpiring ? expires!.AttributeName : null,
            backups is null ? null : recovery?.PointInTimeRecoveryStatus == PointInTimeRecoveryStatus.ENABLED
        );
    }

    public async Task<DropResult> DropAsync(string name, CancellationToken cancellationToken)
    {
        switch (await FindAsync(name, cancellationToken))
        {
            case null:
                return DropResult.NoSuchTable;
            case { DeletionProtectionEnabled: true }:
                return DropResult.Protected;
        }
        try
        {
            await _connection.AskAsync(() => Client.DeleteTableAsync(name, cancellationToken));
            return DropResult.Dropped;
        }
        catch (StorageException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            return DropResult.NoSuchTable;
        }
    }

    private async Task<TableDescription?> FindAsync(string name, CancellationToken cancellationToken)
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

    /// <returns>Null where an emulator does not know what it is asked.</returns>
    internal async Task<T?> AskOrNullAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await _connection.AskAsync(call);
        }
        catch (StorageException exception)
            when (!_connection.IsAws
                && exception.InnerException is AmazonServiceException { ErrorCode: "UnknownOperationException" }
            )
        {
            return null;
        }
    }
}

/// <summary>How dropping a table ended.</summary>
public enum DropResult
{
    Dropped,
    NoSuchTable,

    /// <summary>Deletion protection is on, and lifting it is a decision of its own.</summary>
    Protected,
}
