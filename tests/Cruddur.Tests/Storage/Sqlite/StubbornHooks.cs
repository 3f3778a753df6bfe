using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Support;
using SQLitePCL;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>A disk that fails when the test says so, and a writer that waits when the test says so.</summary>
internal sealed class StubbornHooks : SqliteHooks, IDisposable
{
    public const int IoErrorOfFlush = raw.SQLITE_IOERR | (4 << 8);

    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly SemaphoreSlim _arrived = new(0);
    private volatile SqliteFailure? _beforeCommit;
    private volatile SqliteFailure? _afterCommit;
    private int _commits;
    private int _spared;

    public SqliteConnection? Writer { get; private set; }

    /// <summary>Commits that were begun.</summary>
    public int Commits => Volatile.Read(ref _commits);

    public string FileSystem { get; init; } = "ext4";

    public void FailBeforeCommit(int code) => _beforeCommit = new SqliteFailure(code, "injected");

    /// <summary>The commit that is held succeeds, and all behind it fail.</summary>
    public void FailAllButOneCommit(int code)
    {
        _spared = 1;
        FailBeforeCommit(code);
    }

    public void FailAfterCommit(int code) => _afterCommit = new SqliteFailure(code, "injected");

    public void Recover() => _beforeCommit = _afterCommit = null;

    /// <summary>The next commits wait until the test lets them go on.</summary>
    public void Hold() => _open.Reset();

    public void LetGo() => _open.Set();

    /// <summary>Waits until the writer stands before a commit that was not waited for yet.</summary>
    public async Task ArrivedAsync(CancellationToken cancellationToken) =>
        Assert.True(await _arrived.WaitAsync(Eventually.Patience, cancellationToken), "No commit was begun.");

    public override void Opened(SqliteConnection writer) => Writer = writer;

    public override void BeforeCommit()
    {
        Interlocked.Increment(ref _commits);
        _arrived.Release();
        if (!_open.Wait(Eventually.Patience + Eventually.Patience))
        {
            throw new TimeoutException("The test does not let the commit go on.");
        }
        if (_beforeCommit is { } failure && Interlocked.Decrement(ref _spared) < 0)
        {
            throw failure;
        }
    }

    public override void AfterCommit()
    {
        if (_afterCommit is { } failure)
        {
            throw failure;
        }
    }

    public override string FileSystemOf(string folder) => FileSystem;

    public void Dispose()
    {
        _open.Dispose();
        _arrived.Dispose();
    }
}
