namespace Cruddur.Storage;

/// <summary>Why the engine could not answer.</summary>
public enum StorageFault
{
    /// <summary>The request did not happen; it may be tried again (throttled, busy, another transaction in the way).</summary>
    Unavailable,

    /// <summary>A write may or may not have happened, or may happen later.</summary>
    OutcomeUnknown,

    /// <summary>The request did not happen: the engine stopped accepting writes and needs an operator.</summary>
    ReadOnly,

    /// <summary>The request did not happen: no room on the disk.</summary>
    Full,

    /// <summary>The stored data is damaged, or is not a table of ours, or is of a newer version.</summary>
    Damaged,

    /// <summary>The engine cannot start with these settings: the message says what to do.</summary>
    Configuration,
}

/// <summary>The storage engine failed. The message is for an operator: it names the file or table and what to do.</summary>
public sealed class StorageException(StorageFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public StorageFault Fault { get; } = fault;
}
