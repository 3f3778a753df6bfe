using System.Globalization;
using Cruddur.Server.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether the disk has room for more messages.</summary>
internal static class DiskSpaceCheck
{
    private const string Name = "disk space";
    private const long LeastToWork = 64L << 20;
    private const long LeastToBeAtEase = 1L << 30;

    public static CheckResult Run(StorageOptions storage)
    {
        var folder = DataFolderCheck.Nearest(Path.GetFullPath(storage.Folder));
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{free / (double)(1L << 30):0.0} GB free at {folder}"
            );
            const string Advice = "Make room: when the disk is full, new messages are refused.";
            return free < LeastToWork ? CheckResult.Fail(Name, detail, Advice)
                : free < LeastToBeAtEase ? CheckResult.Warn(Name, detail, Advice)
                : CheckResult.Ok(Name, detail);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return CheckResult.Warn(Name, $"not known: {exception.Message}", "Look at it with df.");
        }
    }
}
