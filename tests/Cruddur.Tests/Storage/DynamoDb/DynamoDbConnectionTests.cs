using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>What stands in the way of a start is told before anything listens: what it is, and what to do.</summary>
public sealed class DynamoDbConnectionTests(Emulator emulator)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Endpoint => emulator.Endpoint;

    [Fact]
    public async Task A_table_that_is_as_it_should_be_is_taken()
    {
        using var connection = await DynamoDbConnection.OpenAsync(
            new DynamoDbSettings(emulator.Schema, Endpoint: Endpoint),
            Cancel
        );

        Assert.NotNull(connection.Client);
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_named() =>
        await RefusedAsync(
            new DynamoDbSettings(new TableSchema("nobody-made-it"), Endpoint: Endpoint),
            "There is no table nobody-made-it."
        );

    [Fact]
    public async Task A_table_with_other_keys_is_refused_with_what_it_has()
    {
        var schema = await emulator.MakeTableAsync(request =>
        {
            request.AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.N)];
            request.KeySchema = [new KeySchemaElement("id", KeyType.HASH)];
        });

        await RefusedAsync(
            new DynamoDbSettings(schema, Endpoint: Endpoint),
            "has the keys id (HASH, N), not pk (HASH, S) and sk (RANGE, S)"
        );
    }

    [Fact]
    public async Task A_table_without_a_stream_is_refused()
    {
        var schema = await emulator.MakeTableAsync(request => request.StreamSpecification = null);

        await RefusedAsync(new DynamoDbSettings(schema, Endpoint: Endpoint), "has no stream of new images");
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await RefusedAsync(
            new DynamoDbSettings(emulator.Schema, Endpoint: new Uri($"http://127.0.0.1:{port}")),
            $"DynamoDB cannot be reached at http://127.0.0.1:{port}/"
        );
    }

    private static async Task RefusedAsync(DynamoDbSettings settings, string words)
    {
        var refused = await Assert.ThrowsAsync<StorageException>(() => DynamoDbConnection.OpenAsync(settings, Cancel));
        Assert.Equal(StorageFault.Configuration, refused.Fault);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
