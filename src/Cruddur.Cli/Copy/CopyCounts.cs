namespace Cruddur.Cli.Copy;

/// <summary>How far a copy is. Written by the copy, read by whoever draws the progress.</summary>
internal sealed class CopyCounts
{
    private long _total = -1;
    private long _read;
    private long _copied;
    private long _verified;

    /// <summary>Items of the source; null until they were counted.</summary>
    public long? Total
    {
        get => Interlocked.Read(ref _total) is var total and >= 0 ? total : null;
        set => Interlocked.Exchange(ref _total, value!.Value);
    }

    /// <summary>Items of the source that were counted.</summary>
    public long Read => Interlocked.Read(ref _read);

    public long Copied => Interlocked.Read(ref _copied);

    /// <summary>Items read back, of source and destination.</summary>
    public long Verified => Interlocked.Read(ref _verified);

    public void AddRead(int count) => Interlocked.Add(ref _read, count);

    public void AddCopied(long count) => Interlocked.Add(ref _copied, count);

    public void AddVerified(int count) => Interlocked.Add(ref _verified, count);
}
