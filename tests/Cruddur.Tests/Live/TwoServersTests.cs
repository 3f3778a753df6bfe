using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

/// <summary>Two servers of one table: each learns by the table's stream what the other did.</summary>
public sealed class TwoServersTests(Emulator emulator) : IAsyncLifetime
{
    private TestApp _one = null!;
    private TestApp _other = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = await emulator.SettingsOfNewTableAsync();
        _one = await TestApp.StartAsync(null, settings);
        _other = await TestApp.StartAsync(null, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task What_is_sent_and_read_on_one_reaches_a_stream_of_the_other_in_order_and_once()
    {
        using var alice = await _one.SignedInAs("alice");
        using var bob = await _one.SignedInAs("bob");
        using var bobElsewhere = await _other.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        await using var here = await EventStream.OpenAsync(bob);
        await using var there = await EventStream.OpenAsync(bobElsewhere);
        Assert.Equal(
            (await here.Next()).Data.GetProperty("epoch").GetString(),
            (await there.Next()).Data.GetProperty("epoch").GetString()
        );

        for (var i = 1; i <= 5; i++)
        {
            await alice.Send(group, $"message {i}");
        }

        foreach (var stream in (EventStream[])[here, there])
        {
            var told = await stream.UntilRowAt(5);
            Assert.Equal([1, 2, 3, 4, 5], told.Where(one => one.Type == "message.created").Select(one => one.Seq));
        }
        await bob.MarkRead(group, 5);
        var read = await there.Next("read.advanced");
        Assert.Equal(5, read.Data.GetProperty("read_seq").GetInt64());
    }
}
