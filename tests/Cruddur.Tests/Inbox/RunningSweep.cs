using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Inbox;

/// <summary>A sweep in one server.</summary>
internal sealed class RunningSweep : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TableUserDirectory _directory;
    private readonly LoggerFactory _loggers;
    private readonly Task _running;

    public RunningSweep(ITable table, TimeSpan interval, int readUnits, TimeProvider time, CapturedLog log)
    {
        _directory = new TableUserDirectory(table, time);
        _loggers = new LoggerFactory([log]);
        var sweep = new InboxSweep(
            table,
            _directory,
            new InboxWorld(table, time).Reconciler,
            interval,
            readUnits,
            time,
            _loggers.CreateLogger<InboxSweep>()
        );
        _running = sweep.RunAsync(_stop.Token);
    }

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _directory.Dispose();
        _loggers.Dispose();
        _stop.Dispose();
    }
}
