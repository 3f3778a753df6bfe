using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// Brings a table to the schema, one change after the other, as DynamoDB takes only one at a time. What is there and
/// differs in a way that somebody may rely on is refused, not changed.
/// </summary>
internal sealed class SchemaLoading(DynamoDbConnection connection, TableSchema schema, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    // Backups of a new table are prepared for some seconds, and refused meanwhile.
    private const int MaxTriesOfRecovery = 60;

    private readonly List<string> _changed = [];
    private readonly List<string> _left = [];

    private IAmazonDynamoDB Client => connection.Client;

    public async Task<SchemaLoad> RunAsync(CancellationToken cancellationToken)
    {
        var isMade = await MakeAsync(cancellationToken);
        var state = await connection.Tables.DescribeAsync(schema.Name, cancellationToken) ?? throw Vanished();
        TableState.RequireKeys(state.Description);
        await StreamAsync(state.Description, cancellationToken);
        await ExpireAsync(state, cancellationToken);
        await RecoverAsync(state, cancellationToken);
        await ProtectAsync(state.Description, cancellationToken);
        if (TableState.BillingOf(state.Description) is var billing && billing != TableSchema.Billing)
        {
            // Somebody chose it, and it is about money.
            _left.Add($"billing is {billing}, not {TableSchema.Billing}");
        }
        return new SchemaLoad(isMade, _changed, _left);
    }

    private async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = TableAdministration.RequestFor(schema);
            await connection.AskAsync(() => Client.CreateTableAsync(request, cancellationToken));
        }
        catch (StorageException exception) when (exception.InnerException is ResourceInUseException)
        {
            await WaitAsync(cancellationToken);
            return false;
        }
        await WaitAsync(cancellationToken);
        return true;
    }

    private async Task StreamAsync(TableDescription table, CancellationToken cancellationToken)
    {
        if (TableState.HasNewImages(table))
        {
            return;
        }
        if (TableState.StreamViewOf(table) is { } other)
        {
            throw Refused(
                $"has a stream of {other}, which another program may read; inboxes need {TableSchema.StreamView}. "
                    + "Switch that stream off, then run this again"
            );
        }
        var request = new UpdateTableRequest
        {
            TableName = schema.Name,
            StreamSpecification = new StreamSpecification
            {
                StreamEnabled = true,
                StreamViewType = TableSchema.StreamView,
            },
        };
        await connection.AskAsync(() => Client.UpdateTableAsync(request, cancellationToken));
        await WaitAsync(cancellationToken);
        _changed.Add($"stream of {TableSchema.StreamView}");
    }

    private async Task ExpireAsync(TableState state, CancellationToken cancellationToken)
    {
        const string What = $"time to live by {TableSchema.TimeToLive}";
        if (state.TimeToLive == TableSchema.TimeToLive)
        {
            return;
        }
        if (state.TimeToLive is { } other)
        {
            throw Refused(
                $"deletes items by the time in their attribute {other}, not {TableSchema.TimeToLive}. Switch that off, then "
                    + "run this again an hour later, as DynamoDB demands"
            );
        }
        var request = new UpdateTimeToLiveRequest
        {
            TableName = schema.Name,
            TimeToLiveSpecification = new TimeToLiveSpecification
            {
                Enabled = true,
                AttributeName = TableSchema.TimeToLive,
            },
        };
        Note(
            What,
            await connection.Tables.AskOrNullAsync(() => Client.UpdateTimeToLiveAsync(request, cancellationToken))
        );
    }

    private async Task RecoverAsync(TableState state, CancellationToken cancellationToken)
    {
        const string What = "point-in-time recovery";
        if (!schema.PointInTimeRecovery || state.PointInTimeRecovery == true)
        {
            return;
        }
        var request = new UpdateContinuousBackupsRequest
        {
            TableName = schema.Name,
            PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification
            {
                PointInTimeRecoveryEnabled = true,
            },
        };
        for (var tries = 1; ; tries++)
        {
            try
            {
                Note(
                    What,
                    await connection.Tables.AskOrNullAsync(() =>
                        Client.UpdateContinuousBackupsAsync(request, cancellationToken)
                    )
                );
                return;
            }
            catch (StorageException exception)
                when (exception.InnerException is ContinuousBackupsUnavailableException && tries < MaxTriesOfRecovery)
            {
                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }
    }

    private async Task ProtectAsync(TableDescription table, CancellationToken cancellationToken)
    {
        if (!schema.DeletionProtection || table.DeletionProtectionEnabled == true)
        {
            return;
        }
        var request = new UpdateTableRequest { TableName = schema.Name, DeletionProtectionEnabled = true };
        await connection.AskAsync(() => Client.UpdateTableAsync(request, cancellationToken));
        await WaitAsync(cancellationToken);
        _changed.Add("deletion protection");
    }

    private void Note(string what, object? answer)
    {
        if (answer is null)
        {
            _left.Add($"{what} is unknown to this emulator");
        }
        else
        {
            _changed.Add(what);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (
            (await connection.AskAsync(() => Client.DescribeTableAsync(schema.Name, cancellationToken)))
                .Table
                .TableStatus != TableStatus.ACTIVE
        )
        {
            await Task.Delay(LookInterval, time, cancellationToken);
        }
    }

    private StorageException Refused(string why) =>
        new(StorageFault.Configuration, $"The table {schema.Name} {why}; or name another.");

    private StorageException Vanished() =>
        new(StorageFault.Configuration, $"The table {schema.Name} was dropped while its schema was loaded.");
}

/// <summary>What loading the schema did.</summary>
/// <param name="IsMade">The table was not there before.</param>
/// <param name="Changed">What it has now and had not, in words; of a new table, what was switched on behind its making.</param>
/// <param name="Left">What still differs from the schema, in words.</param>
public sealed record SchemaLoad(bool IsMade, IReadOnlyList<string> Changed, IReadOnlyList<string> Left);
