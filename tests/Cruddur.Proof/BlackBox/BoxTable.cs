using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Proof.BlackBox;

/// <summary>DynamoDB's emulator with a table, as it is without anything between.</summary>
internal sealed class BoxTable : IAsyncDisposable
{
    public const string Name = "cruddur-black-box";

    private readonly ChildProcess _emulator;
    private readonly AmazonDynamoDBClient _client;

    private BoxTable(ChildProcess emulator, AmazonDynamoDBClient client, Uri address, ITable table) =>
        (_emulator, _client, Address, Table) = (emulator, client, address, table);

    public Uri Address { get; }

    public ITable Table { get; }

    public static async Task<BoxTable> StartAsync(BoxSetup setup)
    {
        var port = LocalPort.Free();
        var address = new Uri($"http://127.0.0.1:{port}/");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] arguments = ["serve", "--port", $"{port}"];
        var emulator = await ChildProcess.StartAsync(setup.EmulatorProgram, arguments, environment, readyWords: "");
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = address.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 10,
        };
        var client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), config);
        var schema = new TableSchema(Name).WithoutProtection();
        await client.CreateTableAsync(TableAdministration.RequestFor(schema));
        return new BoxTable(
            emulator,
            client,
            address,
            new DynamoDbTable(client, schema, new UuidSource(TimeProvider.System))
        );
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _emulator.DisposeAsync();
    }
}
