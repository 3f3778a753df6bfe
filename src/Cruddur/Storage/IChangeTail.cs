namespace Cruddur.Storage;

/// <summary>
/// The changes of a table from now on, for every server: hints, kept nowhere. Each comes at least once and those of a key in
/// order, unless the engine cannot be read for a while.
/// </summary>
public interface IChangeTail
{
    /// <summary>What is written after this call comes.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="see">Called for each change; of a partition, for one at a time.</param>
    Task RunAsync(Func<Change, CancellationToken, Task> see, CancellationToken cancellationToken);
}
