using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Cruddur.Aws;
using Cruddur.Inbox;
using Cruddur.Runtime;
using Cruddur.Storage.DynamoDb.Streams;
using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.DynamoDb;

/// <summary>A way to one table in DynamoDB.</summary>
public sealed class DynamoDbConnection : IDisposable
{
    // The client's own default is 10 for DynamoDB: behind the send protocol's attempts that would be minutes.
    private const int Retries = 2;

    private static readonly TimeSpan SignedTimeout = TimeSpan.FromSeconds(10);

    private readonly DynamoDbSettings _settings;
    private readonly AWSCredentials _credentials;
    private readonly string _region;
    private readonly Uri? _endpoint;
    private string? _streamArn;
    private HttpClient? _streams;

    private DynamoDbConnection(DynamoDbSettings settings)
    {
        _settings = settings;
        _endpoint = settings.FindEndpoint();
        _region =
            settings.Region
            ?? AwsEnvironment.FindRegion()
            ?? (settings.IsAws ? throw NoRegion(settings.Schema) : AwsEnvironment.AnyRegion);
        // Looking for real ones asks a machine that only exists on AWS.
        _credentials =
            _endpoint is { IsLoopback: true } && !AwsEnvironment.HasCredentials()
                ? AwsEnvironment.ForEmulator
                : AwsEnvironment.FindCredentials($"the table {settings.Schema.Name}");
        var config = NewConfig();
        config.Timeout = config.ConnectTimeout = settings.AttemptTimeout;
        if (_endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
            // The client looks into the environment too.
            config.IgnoreConfiguredEndpointUrls = settings.OnAws;
        }
        else
        {
            config.ServiceURL = _endpoint.ToString();
            config.AuthenticationRegion = _region;
        }
        Client = NewClient(_credentials, config);
    }

    public IAmazonDynamoDB Client { get; }

    /// <inheritdoc cref="DynamoDbSettings.IsAws"/>
    public bool IsAws => _settings.IsAws;

    /// <summary>The endpoint, or the region on AWS.</summary>
    public string Place => _endpoint?.ToString() ?? _region;

    /// <summary>How the client tries, wherever the table is.</summary>
    internal static AmazonDynamoDBConfig NewConfig() =>
        new() { RetryMode = RequestRetryMode.Standard, MaxErrorRetry = Retries };

    internal static IAmazonDynamoDB NewClient(AWSCredentials credentials, AmazonDynamoDBConfig config) =>
        new AttentiveClient(credentials, config);

    /// <summary>Before there is a table: nothing is asked yet.</summary>
    /// <exception cref="StorageException">There is no region, or there are no credentials.</exception>
    public static DynamoDbConnection To(DynamoDbSettings settings) => new(settings);

    /// <exception cref="StorageException">
    /// There is no region, no credentials, no such table, one of other keys or without a stream, or no answer; the message
    /// says what to do.
    /// </exception>
    public static async Task<DynamoDbConnection> OpenAsync(
        DynamoDbSettings settings,
        CancellationToken cancellationToken
    )
    {
        var connection = To(settings);
        try
        {
            var table = await connection.DescribeAsync(cancellationToken);
            Require(table);
            connection._streamArn = table.LatestStreamArn;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public DynamoDbTable OpenTable(IUuidSource uuids) => new(Client, _settings.Schema, uuids);

    public IBulkWriter OpenBulkWriter(TimeProvider time, Random random) =>
        new DynamoDbBulkWriter(Client, _settings.Schema, time, random);

    /// <summary>The account whose table it is. Not what the table needs, so that a failure is an answer.</summary>
    public async Task<AwsAccount> FindAccountAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var suffix = RegionEndpoint.GetBySystemName(_region).PartitionDnsSuffix;
        using var http = OpenSigned("sts", new Uri($"https://sts.{_region}.{suffix}"), time);
        return await AwsAccount.FindAsync(http, cancellationToken);
    }

    /// <summary>What makes inboxes follow the log, shared with the other servers of the table.</summary>
    /// <param name="owner">This server's name among them; another for each start.</param>
    public IProjection OpenProjection(
        ITable table,
        InboxProjector projector,
        string owner,
        TimeProvider time,
        ILoggerFactory loggers
    ) => new StreamWorker(OpenStreams(time), table, projector, owner, time, loggers.CreateLogger<StreamWorker>());

    /// <summary>The changes of the table from now on, whichever server makes them.</summary>
    public IChangeTail OpenTail(TimeProvider time, ILoggerFactory loggers) =>
        new StreamTail(OpenStreams(time), time, loggers.CreateLogger<StreamTail>());

    public void Dispose()
    {
        _streams?.Dispose();
        Client.Dispose();
    }

    private StreamsApi OpenStreams(TimeProvider time)
    {
        _streams ??= OpenSigned("dynamodb", _settings.StreamsEndpointIn(_region), time);
        return new StreamsApi(_streams, _streamArn!);
    }

    /// <summary>The tables of the account in the region, or of the emulator.</summary>
    public TableAdministration Tables => new(this);

    private HttpClient OpenSigned(string service, Uri address, TimeProvider time) =>
        new(
            new SignatureHandler(_credentials, new Signature(_region, service, time))
            {
                InnerHandler = new SocketsHttpHandler(),
            }
        )
        {
            BaseAddress = address,
            Timeout = SignedTimeout,
        };

    private Task<TableDescription> DescribeAsync(CancellationToken cancellationToken) =>
        AskAsync(async () => (await Client.DescribeTableAsync(_settings.Schema.Name, cancellationToken)).Table);

    internal async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (DynamoDbFaults.IsFault(exception))
        {
            var fault = DynamoDbFaults.Of(exception, _settings.Schema.Name, isWrite: false);
            throw fault.Fault is not StorageFault.Unavailable || UnansweredAttempts.IsAnswer(exception)
                ? fault
                : new StorageException(
                    StorageFault.Configuration,
                    $"DynamoDB cannot be reached at {Place}: {exception.Message} "
                        + (
                            _endpoint is { IsLoopback: true }
                                ? "'cruddur ddb local' runs an emulator; or check the endpoint."
                                : "Check the endpoint, the region and the network."
                        ),
                    exception
                );
        }
    }

    private static void Require(TableDescription table)
    {
        TableState.RequireKeys(table);
        if (!TableState.HasNewImages(table))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"The table {table.TableName} has no stream of new images, which inboxes follow. 'cruddur ddb schema-load' "
                    + "switches one on."
            );
        }
    }

    private static StorageException NoRegion(TableSchema schema) =>
        new(
            StorageFault.Configuration,
            $"Which AWS region holds the table {schema.Name} is not said. Set Storage:Region, or AWS_REGION; for an emulator "
                + "set Storage:Endpoint."
        );
}
