using Amazon.Runtime;
using Cruddur.Aws;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Storage.DynamoDb.Streams;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>The JSON API of streams, against the emulator.</summary>
public sealed class StreamsApiTests(Emulator emulator)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_comes_out_of_the_stream_in_order_and_as_it_was()
    {
        var table = new DynamoDbTable(emulator.Client, emulator.Schema, new UuidSource(TimeProvider.System));
        var key = new Key($"stream-{TimeProvider.System.GetTimestamp():x}", "é 😀");
        var first = new Item(key, [new("text", "words \0 \u2028"), new("number", long.MinValue)]);
        var second = new Item(key, [new("text", "")]);
        await table.WriteAsync(new Write.Put(first, Condition.None), Cancel);
        await table.WriteAsync(new Write.Put(second, Condition.None), Cancel);
        await table.WriteAsync(new Write.Delete(key, Condition.None), Cancel);

        using var http = NewHttp();
        var streams = await NewStreamsAsync(http);
        var changes = new List<Change>();
        foreach (var shard in await streams.ListShardsAsync(Cancel))
        {
            var next = await streams.GetIteratorAsync(shard.Id, null, Cancel);
            while (next is not null)
            {
                var page = await streams.GetRecordsAsync(next, 1000, Cancel);
                changes.AddRange(page.Records.Select(record => record.Change!).Where(change => change.Key == key));
                next = page.Records.Count > 0 ? page.Next : null;
            }
        }

        Assert.Equal(
            [
                new Change(ChangeKind.Insert, key, first),
                new Change(ChangeKind.Modify, key, second),
                new Change(ChangeKind.Remove, key, null),
            ],
            changes
        );
    }

    [Fact]
    public async Task Reading_goes_on_behind_a_sequence_number()
    {
        var table = new DynamoDbTable(emulator.Client, emulator.Schema, new UuidSource(TimeProvider.System));
        var partition = $"stream-{TimeProvider.System.GetTimestamp():x}";
        foreach (var sort in (string[])["1", "2"])
        {
            await table.WriteAsync(new Write.Put(new Item(new Key(partition, sort), []), Condition.None), Cancel);
        }
        using var http = NewHttp();
        var streams = await NewStreamsAsync(http);
        var shard = (await streams.ListShardsAsync(Cancel))[^1];
        var records = await AllAsync(null);
        var one = records.Single(record => record.Change!.Key == new Key(partition, "1"));

        var behind = await AllAsync(one.SequenceNumber);

        Assert.Equal(new Key(partition, "2"), behind.First(it => it.Change!.Key.Partition == partition).Change!.Key);

        async Task<List<StreamRecord>> AllAsync(string? after)
        {
            var all = new List<StreamRecord>();
            for (var next = await streams.GetIteratorAsync(shard.Id, after, Cancel); next is not null; )
            {
                var page = await streams.GetRecordsAsync(next, 1000, Cancel);
                all.AddRange(page.Records);
                next = page.Records.Count > 0 ? page.Next : null;
            }
            return all;
        }
    }

    [Fact]
    public async Task A_refusal_says_what_was_refused_and_why()
    {
        using var http = NewHttp();
        var streams = await NewStreamsAsync(http);

        var refused = await Assert.ThrowsAsync<StreamsException>(() =>
            streams.GetRecordsAsync("no iterator", 10, Cancel)
        );

        Assert.NotEmpty(refused.Code);
        Assert.Contains("GetRecords", refused.Message, StringComparison.Ordinal);
    }

    private HttpClient NewHttp() =>
        new(
            new SignatureHandler(
                new BasicAWSCredentials("test", "test"),
                new Signature("us-east-1", "dynamodb", TimeProvider.System)
            )
            {
                InnerHandler = new HttpClientHandler(),
            }
        )
        {
            BaseAddress = emulator.Endpoint,
        };

    private async Task<StreamsApi> NewStreamsAsync(HttpClient http) =>
        new(http, (await emulator.Client.DescribeTableAsync(emulator.Schema.Name, Cancel)).Table.LatestStreamArn);
}
