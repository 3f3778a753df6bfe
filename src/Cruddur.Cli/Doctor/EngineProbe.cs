using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Doctor;

/// <summary>
/// Asks the engine itself whether it would work, with a table that it makes and removes: no second list of what it needs
/// that could differ from the first.
/// </summary>
internal static class EngineProbe
{
    /// <param name="folder">An existing one; a folder is made in it for a moment.</param>
    /// <exception cref="StorageException">It would not work; the message says why and what to do.</exception>
    public static async Task<EngineStatus> RunAsync(
        string folder,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, $".cruddur-doctor-{Environment.ProcessId}"));
        try
        {
            await using var table = await SqliteTable.OpenAsync(
                new SqliteTableOptions { Path = Path.Combine(own.FullName, "probe.db") },
                time,
                NullLogger.Instance,
                cancellationToken
            );
            await table.WriteAsync(
                new Write.Put(new Item(new Key("PROBE", "PROBE"), []), Condition.None),
                cancellationToken
            );
            return table.Status;
        }
        finally
        {
            own.Delete(recursive: true);
        }
    }
}
