using Cruddur.Inbox;
using Cruddur.Storage;
using Microsoft.Extensions.Logging;

namespace Cruddur.Cli.Seed;

/// <summary>
/// Listens for what the projector's loop cannot get over: it goes on trying for ever, as a server should, but a command
/// should end.
/// </summary>
internal sealed class FailureLog : ILogger<ProjectionLoop>
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Never completes well.</summary>
    public Task First => _first.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (
            exception
            is not null
                and not StorageException { Fault: StorageFault.Unavailable or StorageFault.OutcomeUnknown }
        )
        {
            _first.TrySetException(exception);
        }
    }
}
