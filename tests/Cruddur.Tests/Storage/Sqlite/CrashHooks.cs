using System.Collections.Concurrent;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>The files of one moment, and the last write of each writer that had been acknowledged before it.</summary>
internal sealed record CrashCopy(string Path, int[] Acknowledged, bool LogWasTorn);

/// <summary>
/// Copies the files at random moments of the writer's life, while it waits. One that is taken behind a commit may lose a
/// piece of what the commit added to the log, as if the power had gone while it was written.
/// </summary>
internal sealed class CrashHooks(int seed, TemporaryDatabase database, int writers, int crashes) : SqliteHooks
{
    private readonly Random _random = new(seed);
    private readonly int[] _acknowledged = new int[writers];
    private long _logBefore;

    public ConcurrentQueue<CrashCopy> Copies { get; } = [];

    public bool IsDone => Copies.Count >= crashes;

    public void Acknowledged(int writer, int n) => Volatile.Write(ref _acknowledged[writer], n);

    public override void BeforeCommit()
    {
        _logBefore = LogLength;
        CopySometimes(mayTear: false);
    }

    public override void AfterCommit() => CopySometimes(mayTear: true);

    public override void AfterCheckpoint() => CopySometimes(mayTear: false);

    private long LogLength => new FileInfo(database.Path + "-wal").Length;

#pragma warning disable CA5394 // Nobody guesses at a test.
    private void CopySometimes(bool mayTear)
    {
        if (IsDone || _random.Next(5) > 0)
        {
            return;
        }
        // Before the copy: what is acknowledged while it is taken need not be in it.
        var acknowledged = (int[])_acknowledged.Clone();
        var path = Path.Combine(database.Folder, $"crash-{Copies.Count}.db");
        File.Copy(database.Path, path);
        File.Copy(database.Path + "-wal", path + "-wal");
        var log = LogLength;
        var tear = mayTear && log > _logBefore;
        if (tear)
        {
            using var file = new FileStream(path + "-wal", FileMode.Open, FileAccess.Write);
            file.SetLength(_random.NextInt64(_logBefore, log));
        }
        Copies.Enqueue(new CrashCopy(path, acknowledged, tear));
    }
#pragma warning restore CA5394
}
