using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Cruddur.Aws;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Lambda;

/// <summary>A table of the emulator that people write to, and its stream's records as Lambda delivers them.</summary>
internal sealed class StreamedTable
{
    private readonly Emulator _emulator;
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;

    private StreamedTable(Emulator emulator, TableSchema schema)
    {
        _emulator = emulator;
        Schema = schema;
        Table = new DynamoDbTable(emulator.Client, schema, new UuidSource(TimeProvider.System));
        _groups = new MessageGroupStore(Table, TimeProvider.System);
        _sender = new MessageSender(
            Table,
            _groups,
            new MessageLog(Table),
            new SteadyClock(TimeProvider.System),
            new Random(1)
        );
    }

    public TableSchema Schema { get; }

    public DynamoDbTable Table { get; }

    public Uri Endpoint => _emulator.Endpoint;

    public static async Task<StreamedTable> MakeAsync(Emulator emulator) =>
        new(emulator, await emulator.MakeTableAsync());

    /// <summary>So many messages by the first to the other; their group.</summary>
    public async Task<MessageGroup> WriteAsync(Guid one, Guid other, int count)
    {
        var group = await _groups.OpenDirectAsync(one, other, CancellationToken.None);
        for (var i = 0; i < count; i++)
        {
            var text = ((MessageTextResult.Valid)MessageText.Parse("Shall we meet at eight?")).Text;
            var request = new SendRequest(group.Uuid, one, TestUuid.Next(), null, text);
            Assert.IsType<SendResult.Sent>(await _sender.SendAsync(request, CancellationToken.None));
        }
        return group;
    }

    public Task PutAsync(Key key, params KeyValuePair<string, AttributeValue>[] attributes) =>
        Table.WriteAsync(new Write.Put(new Item(key, attributes), Condition.None), CancellationToken.None);

    /// <summary>All records of the stream, word for word, with what Lambda adds to each.</summary>
    public async Task<List<JsonElement>> RecordsAsync()
    {
        var description = await _emulator.Client.DescribeTableAsync(Schema.Name);
        var arn = description.Table.LatestStreamArn;
        var kept = new KeptAnswers();
        var signature = new Signature("us-east-1", "dynamodb", TimeProvider.System);
        using var signing = new SignatureHandler(new BasicAWSCredentials("test", "test"), signature)
        {
            InnerHandler = kept,
        };
        using var http = new HttpClient(signing) { BaseAddress = Endpoint };
        var streams = new StreamsApi(http, arn);
        foreach (var shard in await streams.ListShardsAsync(CancellationToken.None))
        {
            var next = await streams.GetIteratorAsync(shard.Id, null, CancellationToken.None);
            while (next is not null)
            {
                var page = await streams.GetRecordsAsync(next, 1000, CancellationToken.None);
                next = page.Records.Count > 0 ? page.Next : null;
            }
        }
        return
        [
            .. kept
                .Bodies.Select(body => JsonElement.Parse(body))
                .Where(answer => answer.TryGetProperty("Records", out _))
                .SelectMany(answer => answer.GetProperty("Records").EnumerateArray())
                .Select(record => AsDelivered(record, arn)),
        ];
    }

    public static string EventOf(IEnumerable<JsonElement> records) =>
        $$"""{"Records":[{{string.Join(',', records.Select(record => record.GetRawText()))}}]}""";

    /// <summary>The rows of all inboxes.</summary>
    public async Task<IReadOnlyList<Item>> InboxesAsync() => await AllAsync("GRP#");

    public async Task<IReadOnlyList<Item>> PoisonAsync() => await AllAsync(PoisonRecord.Partition);

    private async Task<IReadOnlyList<Item>> AllAsync(string prefix)
    {
        var page = await Table.ScanAsync(null, 10_000, CancellationToken.None);
        Assert.Null(page.Next);
        return
        [
            .. page
                .Items.Where(item => item.Key.Partition.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(item => $"{item.Key.Partition} {item.Key.Sort}", StringComparer.Ordinal),
        ];
    }

    private static JsonElement AsDelivered(JsonElement record, string arn)
    {
        var delivered = JsonObject.Create(record)!;
        delivered["eventSourceARN"] = arn;
        return JsonSerializer.SerializeToElement(delivered);
    }

    private sealed class KeptAnswers() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            Bodies.Add(await response.Content.ReadAsStringAsync(cancellationToken));
            return response;
        }
    }
}
