namespace Cruddur.Proof.Disks;

/// <summary>A folder of its own, in memory where the system has a place for that, gone afterwards.</summary>
internal sealed class DiskFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    public DiskFolder()
    {
        var parent = Directory.Exists(InMemory) ? InMemory : System.IO.Path.GetTempPath();
        Path = System.IO.Path.Combine(parent, "cruddur-disk-" + System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
