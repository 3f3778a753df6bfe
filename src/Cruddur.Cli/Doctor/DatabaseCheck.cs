using Cruddur.Cli.Storage;
using Cruddur.Server.Storage;
using Cruddur.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether there is a database, it can be read, and who has it open.</summary>
internal static class DatabaseCheck
{
    private const string Name = "database";

    /// <summary>What was found, and whether a server has the file open.</summary>
    public sealed record Finding(CheckResult Result, bool IsInUse);

    public static async Task<Finding> RunAsync(
        StorageOptions storage,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var path = storage.DatabasePath;
        if (!File.Exists(path))
        {
            return new Finding(CheckResult.Ok(Name, $"{path} is not there yet; the first start makes it"), false);
        }
        try
        {
            await using var table = DataFolder.OpenReadOnly(storage, time);
            await table.ScanAsync(null, 1, cancellationToken);
        }
        catch (StorageException exception)
        {
            return new Finding(CheckResult.Fail(Name, $"{path} cannot be read", exception.Message), false);
        }
        return IsLocked(path)
            ? new Finding(CheckResult.Ok(Name, await HolderAsync(storage, time, cancellationToken)), true)
            : new Finding(CheckResult.Ok(Name, $"{path} can be read; no server has it open"), false);
    }

    private static bool IsLocked(string path)
    {
        try
        {
            // .NET's own lock, shared: refused while the engine holds it.
            using var file = new FileStream(path + ".lock", FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    // Only the engine knows how to read who holds its lock; it says so when it is refused.
    private static async Task<string> HolderAsync(
        StorageOptions storage,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var table = await DataFolder.OpenAsync(storage, time, cancellationToken);
            return $"{table.Path} can be read";
        }
        catch (StorageException exception)
        {
            return exception.Message.Split(". ")[0];
        }
    }
}
