using Cruddur.Storage;
using Cruddur.Tests.Inbox;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>What a server's place in the stream, and looking whether inboxes are to be compared, cost in an idle hour.</summary>
/// <param name="StreamReads">GetRecords calls, which are charged when a server makes them.</param>
internal sealed record IdleHour(double ReadUnits, double WriteUnits, int StreamReads);

internal static class IdleServer
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    /// <param name="eachStep">What happens besides, every ten seconds.</param>
    public static async Task<IdleHour> MeasureAsync(int shards, Func<ITable, Task>? eachStep = null)
    {
        var time = new ManualTimeProvider();
        var memory = new MemoryTable();
        var streams = new ModelStreams(memory) { PageSize = 1000 };
        for (var i = 0; i < shards; i++)
        {
            streams.Open($"shardId-00000001760000000000-{i:x8}");
        }
        var meter = new TableMeter();
        var table = new MeteredTable(memory, meter.Count);
        using var log = new CapturedLog();
        await using var sweep = new RunningSweep(table, TimeSpan.FromDays(7), readUnits: 10, time, log);
        await using var server = new StreamServer(
            "0197a1b2-0000-7000-8000-000000000001",
            table,
            streams,
            time,
            (_, _) => Task.CompletedTask
        );
        // The first comparison, of nobody's, is behind it then.
        await PassAsync(TimeSpan.FromMinutes(5));
        meter.Reset();
        var before = streams.Reads;
        await PassAsync(TimeSpan.FromHours(1));
        var kept = meter.Of("FEED");
        return new IdleHour(kept.ReadUnits, kept.WriteUnits, streams.Reads - before);

        async Task PassAsync(TimeSpan span)
        {
            for (var i = 0; i < span / Step; i++)
            {
                time.Advance(Step);
                if (eachStep is not null)
                {
                    await eachStep(memory);
                }
                // What the server itself writes is in the stream too.
                await streams.FollowAsync();
            }
        }
    }
}
