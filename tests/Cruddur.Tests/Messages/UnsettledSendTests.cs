using System.Net;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cruddur.Tests.Messages;

/// <summary>Storage that refuses, fails or hangs: never an answer of success, and the same send later is one message.</summary>
public sealed class UnsettledSendTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private InterceptedTable _table = null!;
    private TestApp _app = null!;
    private Person _alice = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, table => _table = new InterceptedTable(table));
        _alice = await _app.SignedInAs("alice");
        using var bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(bob);
    }

    public ValueTask DisposeAsync()
    {
        _alice.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData(StorageFault.Full, "storage_full")]
    [InlineData(StorageFault.ReadOnly, "storage_unavailable")]
    [InlineData(StorageFault.OutcomeUnknown, "busy")]
    [InlineData(StorageFault.Unavailable, "busy")]
    public async Task A_write_that_storage_does_not_take_is_told_and_can_be_sent_again(StorageFault fault, string code)
    {
        OnMessages(_ => throw new StorageException(fault, "injected"));
        var uuid = TestUuid.Next();

        // A refusal is told at once; what may come right is tried again, with pauses by the clock that the server was given.
        using var refused =
            code == "busy" ? await PutWhileTimePasses(uuid) : await _alice.TryPut(_group, uuid, "once", 0);

        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("1", refused.Headers.RetryAfter?.ToString());
        await LandsOnce(uuid);
    }

    [Fact]
    public async Task A_send_that_hangs_is_unknown_after_four_seconds()
    {
        var hangs = new TaskCompletionSource();
        OnMessages(cancel =>
        {
            hangs.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
        });
        var uuid = TestUuid.Next();

        var put = _alice.TryPut(_group, uuid, "once", 0);
        await hangs.Task;
        _time.Advance(MessageSender.MaxDuration - TimeSpan.FromMilliseconds(1));
        Assert.False(put.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        using var response = await put;

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        await LandsOnce(uuid);
    }

    [Fact]
    public async Task A_send_that_meets_the_end_of_the_server_is_unknown_and_no_bug()
    {
        var hangs = new TaskCompletionSource();
        OnMessages(cancel =>
        {
            hangs.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
        });
        var uuid = TestUuid.Next();

        var put = _alice.TryPut(_group, uuid, "once", 0);
        await hangs.Task;
        _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var response = await put;

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
        await _app.RestartAsync();
        using var alice = await _app.SignedInAs("alice");
        var sent = await alice.Put(_group, uuid, "once", 0);
        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        Assert.Single(await alice.WholeLog(_group));
    }

    private void OnMessages(Func<CancellationToken, Task> act) =>
        _table.BeforeWrite = (write, cancel) =>
            write is Write.Put && MessageEntry.IsKey(write.Key) ? act(cancel) : Task.CompletedTask;

    private async Task<HttpResponseMessage> PutWhileTimePasses(Guid uuid)
    {
        var put = _alice.TryPut(_group, uuid, "once", 0);
        await Eventually.True(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(5));
                return Task.FromResult(put.IsCompleted);
            },
            "the send is answered"
        );
        return await put;
    }

    private async Task LandsOnce(Guid uuid)
    {
        _table.BeforeWrite = (_, _) => Task.CompletedTask;
        var sent = await _alice.Put(_group, uuid, "once", 0);
        var again = await _alice.Put(_group, uuid, "once", 0);
        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        Assert.Equal(sent.ToString(), again.ToString());
        Assert.Single(await _alice.WholeLog(_group));
    }
}
