namespace Cruddur.Storage.Sqlite;

/// <summary>One backup of a database into one file, beside a server that may be writing to it.</summary>
public sealed class SqliteBackup(string database, string file)
{
    private readonly string _database = Path.GetFullPath(database);
    private readonly string _file = Path.GetFullPath(file);

    /// <summary>Bytes that were written; counted while it runs.</summary>
    public long Written => new FileInfo(PartPath) is { Exists: true } part ? part.Length : 0;

    /// <summary>Bytes of the database, of which the backup has about as many.</summary>
    public long Expected => new FileInfo(_database) is { Exists: true } database ? database.Length : 0;

    // With the process: two backups into one file are refused at its name, not in the middle.
    private string PartPath => $"{_file}.{Environment.ProcessId}.part";

    /// <summary>Under its name there is a whole and verified backup, or nothing.</summary>
    /// <exception cref="StorageException">It was not made; the message says why.</exception>
    public Task<SqliteCopySummary> RunAsync(CancellationToken cancellationToken) =>
        Task.Run(() => Run(cancellationToken), cancellationToken);

    private SqliteCopySummary Run(CancellationToken cancellationToken)
    {
        RequirePlace();
        var copy = SqliteFileCopy.Write(_database, PartPath, cancellationToken);
        try
        {
            DurableFile.Publish(PartPath, _file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            SqliteFileCopy.Remove(PartPath);
            throw new StorageException(
                StorageFault.Configuration,
                $"{_file} cannot be written: {exception.Message}",
                exception
            );
        }
        return copy with { Path = _file };
    }

    private void RequirePlace()
    {
        var folder = Path.GetDirectoryName(_file);
        if (Path.Exists(_file))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"There is a {_file} already, and it is not overwritten: name another file, or move that one away."
            );
        }
        if (folder is null || !Directory.Exists(folder))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"There is no folder {folder} to put the backup into: make it, or name another."
            );
        }
    }
}
