using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>Makes a batch of requests durable with one commit, and tells their callers. On the writer's thread.</summary>
internal sealed class BatchWriter(
    SqliteConnection connection,
    SqliteTableOptions options,
    string path,
    ChangeSignal signal,
    SqliteTableLog log
)
{
    private readonly WriteSession _session = new(connection);
    private readonly SqliteCheckpointer _checkpointer = new(connection, options);
    private readonly SqliteStatement _begin = connection.Prepare("BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = connection.Prepare("COMMIT");
    private readonly SqliteStatement _rollback = connection.Prepare("ROLLBACK");
    private readonly SqliteStatement _savepoint = connection.Prepare("SAVEPOINT request");
    private readonly SqliteStatement _release = connection.Prepare("RELEASE request");
    private readonly SqliteStatement _rollbackTo = connection.Prepare("ROLLBACK TO request");
    private volatile string? _readOnlyReason;
    private volatile string? _refusalReason;

    /// <summary>Why writes are refused; null while they are not.</summary>
    public string? ReadOnlyReason => _readOnlyReason;

    /// <summary>Why the last batch was refused although the next may not be; null when it was not.</summary>
    public string? RefusalReason => _refusalReason;

    public bool LogIsLarge => _checkpointer.LogIsLarge;

    public void Write(List<WriteRequest> batch, DateTimeOffset now)
    {
        if (_readOnlyReason is { } reason)
        {
            Refuse(batch, new StorageException(StorageFault.ReadOnly, reason));
            return;
        }
        var committing = false;
        try
        {
            _begin.Run();
            _session.Start(now.ToUnixTimeMilliseconds(), signal.Newest);
            foreach (var request in batch)
            {
                RunOne(request);
            }
            committing = true;
            options.Hooks.BeforeCommit();
            _commit.Run();
            options.Hooks.AfterCommit();
        }
        catch (Exception exception)
        {
            Fail(batch, exception, committing);
            return;
        }
        _refusalReason = null;
        foreach (var request in batch)
        {
            request.Complete();
        }
        if (_session.NewestPosition != signal.Newest)
        {
            signal.Advance(_session.NewestPosition);
        }
        Checkpoint(() =>
        {
            if (_checkpointer.RunWhenDue())
            {
                options.Hooks.AfterCheckpoint();
            }
        });
    }

    private void RunOne(WriteRequest request)
    {
        var newest = _session.NewestPosition;
        _savepoint.Run();
        try
        {
            request.Run(_session);
        }
        catch (Exception exception) when (exception is ArgumentException or DamagedItemException)
        {
            // Its own fault, found while it ran (an update that would become too large): the others go on.
            _rollbackTo.Run();
            _session.NewestPosition = newest;
            request.RefuseLater(exception is DamagedItemException damaged ? SqliteFaults.Of(damaged, path) : exception);
        }
        _release.Run();
    }

    private void Fail(List<WriteRequest> batch, Exception exception, bool committing)
    {
        var rolledBack = RollBack();
        var failure = exception as SqliteFailure;
        // A commit that failed may still be on the disk and come back after a restart, unless SQLite says that it did
        // not begin. Trying it again is how databases lost data: after a failed flush the system may count the pages as
        // clean (https://wiki.postgresql.org/wiki/Fsync_Errors).
        var unknown = committing && !(rolledBack && failure?.Code is raw.SQLITE_FULL or raw.SQLITE_BUSY);
        var ends = unknown || !rolledBack || failure is null || SqliteFaults.EndsWriting(failure);
        if (ends)
        {
            StopWriting(exception);
        }
        var refusal =
            unknown
                ? new StorageException(
                    StorageFault.OutcomeUnknown,
                    $"{path}: {exception.Message} Whether the write is durable shows after a restart.",
                    exception
                )
            : ends ? new StorageException(StorageFault.ReadOnly, _readOnlyReason!, exception)
            : SqliteFaults.Of(failure!, path);
        if (!ends && _refusalReason is null)
        {
            // Once, and not for each of the batches that a full disk refuses.
            log.Refusing(path, refusal);
        }
        _refusalReason = refusal.Message;
        Refuse(batch, refusal);
    }

    private bool RollBack()
    {
        try
        {
            if (connection.InTransaction)
            {
                _rollback.Run();
            }
            return true;
        }
        catch (SqliteFailure failure)
        {
            log.RollbackFailed(path, failure);
            return false;
        }
    }

    private void Checkpoint(Action checkpoint)
    {
        try
        {
            checkpoint();
        }
        catch (SqliteFailure failure)
        {
            // What was acknowledged is safe in the log; but a disk that fails here will fail there.
            log.CheckpointFailed(path, failure);
            if (SqliteFaults.EndsWriting(failure))
            {
                StopWriting(failure);
            }
        }
    }

    private void StopWriting(Exception cause)
    {
        _readOnlyReason = $"{path} takes no more writes after a failure: {cause.Message} Check the disk, then restart.";
        log.StoppedWriting(path, cause);
    }

    /// <summary>After the last batch: moves the log into the database, unless the engine stopped writing.</summary>
    /// <returns>Whether the connection may be closed.</returns>
    public bool TryFinish()
    {
        if (_readOnlyReason is null)
        {
            Checkpoint(() => _checkpointer.Empty());
        }
        return _readOnlyReason is null || connection.DisableCheckpointOnClose();
    }

    private static void Refuse(List<WriteRequest> batch, StorageException exception)
    {
        foreach (var request in batch)
        {
            request.Refuse(exception);
        }
    }
}
