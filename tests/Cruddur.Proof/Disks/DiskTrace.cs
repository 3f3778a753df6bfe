namespace Cruddur.Proof.Disks;

internal enum DiskAction
{
    Create,
    Write,
    Truncate,
    Flush,
    FailedFlush,

    /// <summary>May come back, as the folder was not flushed.</summary>
    Remove,
    RemoveForGood,
}

/// <param name="Offset">Of a write; the new size of a truncation.</param>
internal readonly record struct DiskOperation(DiskAction Action, int File, long Offset = 0, byte[]? Bytes = null);

/// <summary>
/// What was done to the files of a folder, in order. One thread writes at a time: the engine's, or while it is opened and
/// closed the one that does that.
/// </summary>
internal sealed class DiskTrace
{
    private readonly List<DiskOperation> _operations = [];
    private readonly List<string> _names = [];

    public int Length => _operations.Count;

    public IReadOnlyList<DiskOperation> Operations => _operations;

    /// <summary>The name of each file; one that is made again is another file.</summary>
    public IReadOnlyList<string> Names => _names;

    public int Create(string name)
    {
        _names.Add(name);
        Add(new(DiskAction.Create, _names.Count - 1));
        return _names.Count - 1;
    }

    public void Add(DiskOperation operation) => _operations.Add(operation);
}
