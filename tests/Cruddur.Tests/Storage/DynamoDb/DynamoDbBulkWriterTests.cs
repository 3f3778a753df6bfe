using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>A batch that DynamoDB answers with success may be half written: what it left is sent again until it is there.</summary>
public sealed class DynamoDbBulkWriterTests : IDisposable
{
    private const string Table = "the-table";

    private static readonly Item[] Items =
    [
        .. Enumerable.Range(0, 60).Select(i => new Item(new Key("p", $"s{i:D2}"), [new("n", i)])),
    ];

    private readonly Batches _batches = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _batches.Dispose();

    [Fact]
    public async Task What_was_left_unprocessed_is_sent_again_and_only_that()
    {
        _batches.Answer = (sorts, number) => Unprocessed(number == 1 ? sorts.Take(10) : []);

        await Writer().PutAllAsync(Items, Cancel);

        Assert.Equal(
            Items.Select(item => item.Key.Sort),
            _batches.Written.Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.Equal([25, 25, 10, 10], _batches.Sizes.OrderDescending());
    }

    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(500, "InternalServerError")]
    public async Task A_batch_that_was_throttled_or_not_answered_is_sent_again(int status, string type)
    {
        _batches.Answer = (_, number) => number <= 3 ? Error(status, type) : Unprocessed([]);

        await Writer().PutAllAsync(Items, Cancel);

        Assert.Equal(Items.Length, _batches.Written.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_batch_that_goes_on_one_item_at_a_time_is_finished()
    {
        _batches.Answer = (sorts, _) => Unprocessed(sorts.Skip(1));

        await Writer().PutAllAsync(Items[..25], Cancel);

        Assert.Equal(25, _batches.Written.Count);
    }

    [Fact]
    public async Task Items_that_are_never_taken_are_an_error_with_their_number()
    {
        _batches.Answer = (sorts, _) => Unprocessed(sorts.Where(sort => sort == "s07"));

        var thrown = await Assert.ThrowsAsync<StorageException>(() => Writer().PutAllAsync(Items, Cancel));

        Assert.Equal(StorageFault.Unavailable, thrown.Fault);
        Assert.Contains("did not take 1 of 25 items for the table the-table", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_time_does_not_heal_is_told_at_once()
    {
        _batches.Answer = (_, _) => Error(400, "AccessDeniedException");

        var thrown = await Assert.ThrowsAsync<StorageException>(() => Writer().PutAllAsync(Items[..20], Cancel));

        Assert.Equal(StorageFault.Configuration, thrown.Fault);
        Assert.Single(_batches.Sizes);
    }

    private DynamoDbBulkWriter Writer()
    {
        var config = DynamoDbConnection.NewConfig();
        config.ServiceURL = "http://127.0.0.1:1";
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = new StandIn(_batches);
        config.MaxErrorRetry = 0;
        var client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), config);
        return new DynamoDbBulkWriter(client, new TableSchema(Table), new WaitlessTime(), new Random(1));
    }

    private static (HttpStatusCode, string, IEnumerable<string>?) Unprocessed(IEnumerable<string> sorts)
    {
        var left = sorts.ToArray();
        var puts = left.Select(sort => $$$"""{"PutRequest":{"Item":{"pk":{"S":"p"},"sk":{"S":"{{{sort}}}"} } } }""");
        var body = left.Length == 0 ? "{}" : $$"""{"{{Table}}":[{{string.Join(',', puts)}}]}""";
        return (HttpStatusCode.OK, $$"""{"UnprocessedItems":{{body}}}""", left);
    }

    private static (HttpStatusCode, string, IEnumerable<string>?) Error(int status, string type) =>
        (
            (HttpStatusCode)status,
            $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"}""",
            null
        );

    /// <summary>DynamoDB's side of it.</summary>
    private sealed class Batches : HttpMessageHandler
    {
        private readonly Lock _lock = new();

        /// <summary>What it says to sort keys, and which of them it leaves; null for all.</summary>
        public Func<
            string[],
            int,
            (HttpStatusCode Status, string Body, IEnumerable<string>? Left)
        > Answer { get; set; } = null!;

        public List<int> Sizes { get; } = [];

        public List<string> Written { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            var sorts = body["RequestItems"]![Table]!
                .AsArray()
                .Select(put => put!["PutRequest"]!["Item"]!["sk"]!["S"]!.GetValue<string>())
                .ToArray();
            lock (_lock)
            {
                Sizes.Add(sorts.Length);
                var answer = Answer(sorts, Sizes.Count);
                Written.AddRange(sorts.Except(answer.Left ?? sorts, StringComparer.Ordinal));
                return new HttpResponseMessage(answer.Status)
                {
                    Content = new StringContent(answer.Body, Encoding.UTF8, "application/x-amz-json-1.0"),
                };
            }
        }
    }

    private sealed class StandIn(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
