using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>What a server's place in the stream costs in an hour in which nobody writes.</summary>
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
        await using var server = new StreamServer(
            "0197a1b2-0000-7000-8000-000000000001",
            new MeteredTable(memory, meter.Count),
            streams,
            time,
            (_, _) => Task.CompletedTask
        );
        await PassAsync(TimeSpan.FromMinutes(1));
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
