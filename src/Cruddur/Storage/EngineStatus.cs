namespace Cruddur.Storage;

/// <summary>What runs a table, and can say how it is.</summary>
public interface IStorageEngine
{
    /// <summary>How the engine is at this moment.</summary>
    EngineStatus Status { get; }
}

/// <summary>How a storage engine is, for the health endpoint.</summary>
/// <param name="Engine">Its name: <c>sqlite</c>, <c>dynamodb</c>.</param>
/// <param name="Version">The version of the database, where it tells.</param>
/// <param name="IsReadOnly">Writes are refused until an operator acts; <paramref name="ReadOnlyReason"/> says why.</param>
public sealed record EngineStatus(
    string Engine,
    string? Version,
    bool IsReadOnly,
    string? ReadOnlyReason,
    IReadOnlyList<EngineWarning> Warnings
);

/// <summary>Something that an operator should change although the engine works.</summary>
/// <param name="Code">Stable, in snake case: <c>sqlite_version_old</c>.</param>
/// <param name="Message">For everybody: without paths and names; those are in the log.</param>
public sealed record EngineWarning(string Code, string Message);
