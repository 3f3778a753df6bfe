using Microsoft.Extensions.Logging;

namespace Cruddur.Storage.Sqlite;

/// <summary>Log lines of the engine, events 1000 to 1019. Paths and counts only, never what an item holds.</summary>
internal sealed partial class SqliteTableLog(ILogger logger)
{
    [LoggerMessage(1000, LogLevel.Information, "Opened {Path} with SQLite {Version}, schema {SchemaVersion}.")]
    public partial void Opened(string path, string version, int schemaVersion);

    [LoggerMessage(1001, LogLevel.Information, "Closed {Path}.")]
    public partial void Closed(string path);

    [LoggerMessage(1002, LogLevel.Warning, "{Path} was not closed the last time; checking it before it is used.")]
    public partial void CheckingAfterUncleanStop(string path);

    [LoggerMessage(1003, LogLevel.Information, "{Path} is in order; the check took {Elapsed}.")]
    public partial void CheckedAfterUncleanStop(string path, TimeSpan elapsed);

    [LoggerMessage(1004, LogLevel.Critical, "{Path} takes no more writes until a restart: the disk failed.")]
    public partial void StoppedWriting(string path, Exception exception);

    [LoggerMessage(1005, LogLevel.Error, "{Path}: the write-ahead log could not be moved into the database.")]
    public partial void CheckpointFailed(string path, Exception exception);

    [LoggerMessage(1006, LogLevel.Error, "{Path}: a transaction could not be rolled back.")]
    public partial void RollbackFailed(string path, Exception exception);

    [LoggerMessage(1007, LogLevel.Warning, "{Code}: {Message}")]
    public partial void Warning(string code, string message);

    [LoggerMessage(1008, LogLevel.Debug, "{Path}: {Count} changes were trimmed.")]
    public partial void Trimmed(string path, int count);

    [LoggerMessage(1009, LogLevel.Error, "{Path}: writes are refused for now.")]
    public partial void Refusing(string path, Exception exception);

    [LoggerMessage(1010, LogLevel.Debug, "{Path}: {Count} items whose time was over were deleted.")]
    public partial void Expired(string path, int count);
}
