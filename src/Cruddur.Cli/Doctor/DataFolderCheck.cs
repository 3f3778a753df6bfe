using Cruddur.Server.Storage;
using Cruddur.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether the folder is there or can be made, may be written, and is on a disk of this machine.</summary>
internal static class DataFolderCheck
{
    private const string Name = "data folder";

    public static async Task<CheckResult> RunAsync(
        StorageOptions storage,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.GetFullPath(storage.Folder);
        var nearest = Nearest(folder);
        if (File.Exists(nearest))
        {
            return CheckResult.Fail(Name, $"{nearest} is a file", "Name a folder with --data DIR.");
        }
        try
        {
            await EngineProbe.RunAsync(nearest, time, cancellationToken);
        }
        catch (StorageException exception)
        {
            return CheckResult.Fail(Name, $"{folder} will not do", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Fail(
                Name,
                $"{nearest} cannot be written: {exception.Message}",
                "Give this user the right to write there, or name another folder with --data DIR."
            );
        }
        return CheckResult.Ok(
            Name,
            nearest == folder ? $"{folder} can be written" : $"{folder} is not there yet; the first start makes it"
        );
    }

    /// <summary>The folder, or the closest one above it that is there. A file where a folder should be is found too.</summary>
    public static string Nearest(string folder)
    {
        var nearest = folder;
        while (!Path.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above)
        {
            nearest = above;
        }
        return nearest;
    }
}
