using Cruddur.Cli.Seed;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cli;

/// <summary>Sends messages in several groups without end, while inboxes follow: what a server does to its table.</summary>
internal sealed class WritingServer(SqliteTable table) : IAsyncDisposable
{
    private const int Groups = 5;

    private readonly CancellationTokenSource _stop = new();
    private readonly InboxFollower _follower = InboxFollower.Start(table, table, TimeProvider.System);
    private Task _sending = Task.CompletedTask;
    private int _acknowledged;

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public void Start() => _sending = Task.WhenAll(Enumerable.Range(0, Groups).Select(_ => Task.Run(SendAsync)));

    public async Task UntilMore(int messages)
    {
        var until = Acknowledged + messages;
        await Eventually.True(
            () =>
            {
                Assert.False(_sending.IsFaulted, $"{_sending.Exception}");
                return Task.FromResult(Acknowledged >= until);
            },
            $"{until} messages are sent"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await _follower.DisposeAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        var groups = new MessageGroupStore(table, TimeProvider.System);
        var sender = new MessageSender(
            table,
            groups,
            new MessageLog(table),
            new SteadyClock(TimeProvider.System),
            new Random(1)
        );
        var (one, other) = (TestUuid.Next(), TestUuid.Next());
        var group = await groups.OpenDirectAsync(one, other, CancellationToken.None);
        var text = ((MessageTextResult.Valid)MessageText.Parse("another one")).Text;
        for (var seq = 0L; !_stop.IsCancellationRequested; seq++)
        {
            var request = new SendRequest(group.Uuid, one, TestUuid.Next(), seq, text);
            Assert.IsType<SendResult.Sent>(await sender.SendAsync(request, CancellationToken.None));
            Interlocked.Increment(ref _acknowledged);
        }
    }
}
