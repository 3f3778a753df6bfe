using SQLitePCL;

namespace Cruddur.Proof.Disks;

/// <summary>What goes wrong with a disk.</summary>
internal enum DiskFault
{
    None,

    /// <summary>One flush fails. Linux then counts the pages as clean although they are not on the disk.</summary>
    FlushFails,

    /// <summary>One write fails half way.</summary>
    WriteFails,

    /// <summary>There is no room for a few writes; then there is again.</summary>
    Full,

    /// <summary>Each flush takes 5 to 50 ms of virtual time.</summary>
    SlowFlush,

    /// <summary>Another program reads an old state for long, so that the log cannot be emptied.</summary>
    PinnedReader,
}

/// <summary>Records what is done to the files of one folder, and fails at the operation that it was told.</summary>
/// <param name="fault">What happens from its operation on.</param>
/// <param name="strikesAt">The operation, of those that are in the trace.</param>
/// <param name="retries">A flush that failed is tried again at once: <see cref="Mutants.Mutant.RetriedCommit"/>.</param>
internal sealed class Disk(DiskFault fault = DiskFault.None, int strikesAt = 0, bool retries = false)
{
    private const int IoErrorOfWrite = raw.SQLITE_IOERR | (3 << 8);
    private const int IoErrorOfFlush = raw.SQLITE_IOERR | (4 << 8);
    private const int RefusedWhenFull = 6;

    private readonly Dictionary<string, DiskFile> _files = new(StringComparer.Ordinal);

    public DiskTrace Trace { get; } = new();

    /// <summary>Flushes that were asked for.</summary>
    public int Flushes { get; private set; }

    /// <summary>Virtual time that flushes took.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>How often it failed.</summary>
    public int Failures { get; private set; }

    /// <summary>The operation at which it first failed.</summary>
    public int? FirstFailure { get; private set; }

    public DiskFile Open(string name)
    {
        lock (Trace)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                _files[name] = file = new DiskFile(this, Trace.Create(name));
            }
            return file;
        }
    }

    public void Remove(string name, bool isFlushed)
    {
        lock (Trace)
        {
            if (_files.Remove(name, out var file))
            {
                Trace.Add(new(isFlushed ? DiskAction.RemoveForGood : DiskAction.Remove, file.Number));
            }
        }
    }

    public (int Code, int Done) Write(int file, ReadOnlySpan<byte> bytes, long offset)
    {
        var code = fault switch
        {
            DiskFault.WriteFails when Strikes(1) => IoErrorOfWrite,
            DiskFault.Full when Strikes(RefusedWhenFull) => raw.SQLITE_FULL,
            _ => raw.SQLITE_OK,
        };
        var done = code == raw.SQLITE_OK ? bytes.Length : bytes.Length / 2;
        Trace.Add(new(DiskAction.Write, file, offset, bytes[..done].ToArray()));
        return (code, done);
    }

    public void Truncate(int file, long size) => Trace.Add(new(DiskAction.Truncate, file, size));

    public int Flush(int file)
    {
        Flushes++;
        if (fault == DiskFault.SlowFlush)
        {
            Waited += TimeSpan.FromMilliseconds(5 + (Trace.Length % 46));
        }
        if (fault == DiskFault.FlushFails && Strikes(1))
        {
            Trace.Add(new(DiskAction.FailedFlush, file));
            return retries ? Flush(file) : IoErrorOfFlush;
        }
        Trace.Add(new(DiskAction.Flush, file));
        return raw.SQLITE_OK;
    }

    private bool Strikes(int times)
    {
        if (Trace.Length < strikesAt || Failures == times)
        {
            return false;
        }
        FirstFailure ??= Trace.Length;
        Failures++;
        return true;
    }
}

/// <summary>A file from when it is made until it is removed.</summary>
internal sealed class DiskFile(Disk disk, int number)
{
    public int Number { get; } = number;

    public (int Code, int Done) Write(ReadOnlySpan<byte> bytes, long offset) => disk.Write(Number, bytes, offset);

    public void Truncate(long size) => disk.Truncate(Number, size);

    public int Flush() => disk.Flush(Number);
}
