using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>The table over the client as the server has it, with answers that a test writes.</summary>
internal static class ScriptedDynamoDb
{
    /// <summary>The refusal of a condition, with the item that stood there.</summary>
    /// <param name="n">Its one attribute, as DynamoDB writes values.</param>
    public static string Occupied(string n) =>
        $$"""
            {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"injected",
             "Item":{"pk":{"S":"p"},"sk":{"S":"s"},"n":{{n}} } }
            """;

    public static string Error(string type) =>
        $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"injected"}""";

    public static string Canceled(string reasons) =>
        $$"""
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"Transaction cancelled",
             "CancellationReasons":[{{reasons}}]}
            """;

    public static (DynamoDbTable Table, Requests Requests) Answering(int status, string body, int? retries = 0) =>
        Scripted(_ => Task.FromResult(Response(status, body)), retries: retries);

    /// <summary>An answer for each of the client's attempts; the last one for all that follow.</summary>
    public static (DynamoDbTable Table, Requests Requests) Successive(params (int Status, string Body)[] answers)
    {
        var attempts = 0;
        return Scripted(
            _ =>
            {
                var (status, body) = answers[Math.Min(attempts++, answers.Length - 1)];
                return Task.FromResult(Response(status, body));
            },
            retries: null
        );
    }

    private static HttpResponseMessage Response(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };

    public static (DynamoDbTable Table, Requests Requests) Scripted(
        Func<CancellationToken, Task<HttpResponseMessage>> answer,
        Action<AmazonDynamoDBConfig>? change = null,
        int? retries = 0
    )
    {
        var requests = new Requests(answer);
        var config = DynamoDbConnection.NewConfig();
        config.ServiceURL = "http://127.0.0.1:1";
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = new Factory(requests);
        config.MaxErrorRetry = retries ?? config.MaxErrorRetry;
        change?.Invoke(config);
        var client = DynamoDbConnection.NewClient(new BasicAWSCredentials("test", "test"), config);
        return (new DynamoDbTable(client, new TableSchema("the-table"), new UuidSource(TimeProvider.System)), requests);
    }

    public sealed class Requests(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        public int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Count++;
            return answer(cancellationToken);
        }
    }

    private sealed class Factory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(handler, disposeHandler: false) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
