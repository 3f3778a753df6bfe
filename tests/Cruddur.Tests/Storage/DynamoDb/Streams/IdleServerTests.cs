using Cruddur.Storage;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

/// <summary>Keeping its place in the stream costs a server little, and the same however much is written.</summary>
public sealed class IdleServerTests
{
    private const int Seconds = 3600;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_idle_hour_is_a_beat_and_a_renewal_a_shard_every_ten_seconds(int shards)
    {
        var hour = await IdleServer.MeasureAsync(shards);

        Assert.InRange(hour.WriteUnits, 1, Seconds / 10 * (1 + shards));
        // Two questions of who is there, every five seconds; whether a comparison is due, every minute.
        Assert.InRange(hour.ReadUnits, Seconds / 5 * 2, Seconds / 5 * 2 + Seconds / 60 * 2);
        // Twice a second, and once more for what the server wrote itself.
        Assert.InRange(hour.StreamReads, 1, Seconds * 2 * shards + Seconds / 10 * (1 + shards));
    }

    [Fact]
    public async Task Messages_add_nothing_to_it()
    {
        var idle = await IdleServer.MeasureAsync(1);
        var number = 0;

        var busy = await IdleServer.MeasureAsync(
            1,
            table =>
                table.WriteAsync(new Write.Put(new Item(new Key("OTHER", $"{number++}"), []), Condition.None), default)
        );

        Assert.Equal((idle.ReadUnits, idle.WriteUnits), (busy.ReadUnits, busy.WriteUnits));
    }
}
