using System.Text.Json;
using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Inbox;

/// <summary>Who opens a group, or marks it read, sees a row that differs from the log, and leaves it repaired.</summary>
[OnEveryEngine]
public sealed class HealingTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 11, 21, 5, 0, 0, TimeSpan.Zero));
    private readonly TableMeter _meter = new();
    private InterceptedTable _table = null!;
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(
            _time,
            table => _table = new InterceptedTable(new MeteredTable(table, _meter.Count))
        );
        _alice = await _app.SignedInAs("alice");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
        for (var i = 1; i <= 5; i++)
        {
            await _bob.Send(_group, $"message {i}");
        }
        await _alice.GroupOnceAt(_group, 5);
        await _alice.MarkRead(_group, 2);
        // Longer than the projector usually takes, and too short for the sweep to begin.
        _time.Advance(TimeSpan.FromSeconds(30));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("last_seq", 3)]
    [InlineData("last_seq", 8)]
    [InlineData("others_count", 4)]
    [InlineData("read_seq", 8)]
    public async Task Opening_a_group_shows_what_the_log_says_and_leaves_the_list_right(string attribute, long value)
    {
        await DamageAsync((attribute, value));

        var opened = await _alice.Group(_group);

        var readSeq = attribute == "read_seq" ? 5 : 2;
        AssertIsRight(opened, readSeq);
        AssertIsRight(Assert.Single(await _alice.Groups()), readSeq);
        Assert.Equal(5 - readSeq, await _alice.UnreadCounter());
        Assert.Contains("3040", _app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_a_group_again_with_its_person_does_so_too()
    {
        await DamageAsync(("last_seq", 3));

        var opened = await _alice.Client.PostForJsonAsync("/api/message_groups", new { handle = "bob" });

        AssertIsRight(opened, 2);
    }

    [Fact]
    public async Task Marking_as_read_brings_a_row_up_that_is_behind_what_was_read()
    {
        await DamageAsync(("last_seq", 3), ("others_count", 3));

        var marked = await _alice.MarkRead(_group, 5);

        Assert.Equal(0, marked.GetProperty("unread_count").GetInt64());
        AssertIsRight(Assert.Single(await _alice.Groups()), 5);
    }

    [Fact]
    public async Task Marking_as_read_what_is_read_already_puts_a_wrong_count_right()
    {
        await DamageAsync(("others_read_count", 5));
        Assert.Equal(0, await _alice.UnreadCounter());

        var marked = await _alice.MarkRead(_group, 2);

        Assert.Equal(3, marked.GetProperty("unread_count").GetInt64());
        Assert.Equal(3, await _alice.UnreadCounter());
    }

    [Fact]
    public async Task A_row_that_is_missing_is_made_by_opening_the_group()
    {
        await RemoveAsync();
        Assert.Empty(await _alice.Groups());

        AssertIsRight(await _alice.Group(_group), 0);

        AssertIsRight(Assert.Single(await _alice.Groups()), 0);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_made_by_marking_as_read()
    {
        await RemoveAsync();

        var marked = await _alice.MarkRead(_group, 4);

        Assert.Equal(4, marked.GetProperty("read_seq").GetInt64());
        Assert.Equal(1, marked.GetProperty("unread_count").GetInt64());
        AssertIsRight(Assert.Single(await _alice.Groups()), 4);
    }

    [Fact]
    public async Task Where_nothing_differs_looking_costs_what_it_cost_and_writes_nothing()
    {
        // Whatever else is cached is cached.
        await _alice.Group(_group);
        _meter.Reset();

        await _alice.Group(_group);

        // The own row strongly, the other's and the end of the log eventually.
        Assert.Equal(new Cost(2, 0), Spent);
        _meter.Reset();
        await _alice.MarkRead(_group, 3);
        // The entry and the row, both strongly, and the mark.
        Assert.Equal(new Cost(2, 1), Spent);
    }

    [Fact]
    public async Task A_row_behind_a_young_message_is_left_to_the_projector()
    {
        await _bob.Send(_group, "message 6");
        await _alice.GroupOnceAt(_group, 6);
        await DamageAsync(("last_seq", 5));

        Assert.Equal(5, (await _alice.Group(_group)).GetProperty("last_seq").GetInt64());

        _time.Advance(2 * InboxReconciler.UsualLag);
        Assert.Equal(6, (await _alice.Group(_group)).GetProperty("last_seq").GetInt64());
    }

    [Fact]
    public async Task Who_only_reads_is_answered_though_the_repair_is_refused()
    {
        await DamageAsync(("last_seq", 3));
        _table.BeforeWrite = (_, _) => throw new StorageException(StorageFault.ReadOnly, "injected");

        Assert.Equal(3, (await _alice.Group(_group)).GetProperty("last_seq").GetInt64());

        Assert.Contains("3041", _app.Log.Text, StringComparison.Ordinal);
    }

    private static void AssertIsRight(JsonElement row, long readSeq)
    {
        Assert.Equal(5, row.GetProperty("last_seq").GetInt64());
        Assert.Equal("message 5", row.GetProperty("message").GetString());
        Assert.Equal(readSeq, row.GetProperty("read_seq").GetInt64());
        Assert.Equal(5 - readSeq, row.GetProperty("unread_count").GetInt64());
    }

    /// <summary>But for the server's place in the feed.</summary>
    private Cost Spent
    {
        get
        {
            var (all, feed) = (_meter.Total.Cost, _meter.Of("FEED").Cost);
            return new Cost(all.ReadUnits - feed.ReadUnits, all.WriteUnits - feed.WriteUnits);
        }
    }

    private ITable Engine => _app.Services.GetRequiredService<ITable>();

    private Task<WriteResult> DamageAsync(params (string Attribute, long Value)[] attributes) =>
        Engine.WriteAsync(
            new Write.Update(
                InboxRow.KeyOf(_alice.Uuid, _group),
                attributes.ToDictionary(
                    one => one.Attribute,
                    one => AttributeValue.FromNumber(one.Value),
                    StringComparer.Ordinal
                ),
                Condition.Exists
            ),
            Cancel
        );

    private Task<WriteResult> RemoveAsync() =>
        Engine.WriteAsync(new Write.Delete(InboxRow.KeyOf(_alice.Uuid, _group), Condition.Exists), Cancel);
}
