using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

public sealed class DynamoDbSettingsTests
{
    private static readonly TableSchema Schema = new("the-table");

    [Theory]
    [InlineData("https://dynamodb.eu-central-1.amazonaws.com", true)]
    [InlineData("https://DYNAMODB.EU-CENTRAL-1.AMAZONAWS.COM:443", true)]
    [InlineData("https://vpce-0123-abcd.dynamodb.eu-central-1.vpce.amazonaws.com", true)]
    [InlineData("https://123456789012.ddb.eu-central-1.amazonaws.com", true)]
    [InlineData("https://dynamodb.cn-north-1.amazonaws.com.cn", true)]
    [InlineData("https://dynamodb.eu-central-1.api.aws", true)]
    [InlineData("http://127.0.0.1:8000", false)]
    [InlineData("https://amazonaws.com.example", false)]
    [InlineData("https://notamazonaws.com", false)]
    public void Endpoints_of_AWS_are_known_by_their_domain(string endpoint, bool isAws) =>
        Assert.Equal(isAws, new DynamoDbSettings(Schema, Endpoint: new Uri(endpoint)).IsAws);

    [Theory]
    [InlineData(null, "eu-central-1", "https://streams.dynamodb.eu-central-1.amazonaws.com/")]
    [InlineData(null, "cn-north-1", "https://streams.dynamodb.cn-north-1.amazonaws.com.cn/")]
    [InlineData(
        "https://dynamodb.eu-central-1.amazonaws.com",
        "eu-central-1",
        "https://streams.dynamodb.eu-central-1.amazonaws.com/"
    )]
    [InlineData("http://127.0.0.1:8000", "us-east-1", "http://127.0.0.1:8000/")]
    public void Streams_have_a_host_of_their_own_but_on_an_emulator(string? endpoint, string region, string streams)
    {
        var settings = endpoint is null
            ? new DynamoDbSettings(Schema) { OnAws = true }
            : new DynamoDbSettings(Schema, Endpoint: new Uri(endpoint));

        Assert.Equal(streams, settings.StreamsEndpointIn(region).ToString());
    }
}
