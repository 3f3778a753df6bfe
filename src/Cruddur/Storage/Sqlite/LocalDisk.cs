namespace Cruddur.Storage.Sqlite;

/// <summary>
/// A write-ahead log needs memory that all its users share, and locks that hold: a disk of this machine
/// (https://www.sqlite.org/wal.html, "WAL does not work over a network filesystem").
/// </summary>
internal static class LocalDisk
{
    private static readonly string[] Remote =
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "9p",
        "v9fs",
        "afs",
        "afpfs",
        "ceph",
        "coda",
        "davfs",
        "fuse.sshfs",
        "fuse.s3fs",
        "fuse.rclone",
        "fuse.glusterfs",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.cifs",
        "fuse.nfs",
        "fuse.curlftpfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "ocfs2",
        "orangefs",
        "virtiofs",
        "webdav",
    ];

    /// <exception cref="StorageException">The folder is on another machine.</exception>
    public static void Require(string folder, Func<string, string> fileSystemOf)
    {
        var fileSystem = fileSystemOf(folder);
        if (Remote.Contains(fileSystem, StringComparer.OrdinalIgnoreCase))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"{folder} is on the network file system {fileSystem}, where SQLite loses or damages data. "
                    + "Choose a folder on a disk of this machine."
            );
        }
    }

    public static string FileSystemOf(string folder)
    {
        try
        {
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            var format =
                drive.DriveType == DriveType.Network && OperatingSystem.IsWindows() ? "smb" : drive.DriveFormat;
            // The kernel knows only that it is FUSE; the table of mounts tells what is behind it.
            return format.StartsWith("fuse", StringComparison.OrdinalIgnoreCase) ? MountedAs(folder) ?? format : format;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Unknown is not refused: SQLite itself still says when locks do not work.
            return "unknown";
        }
    }

    private static string? MountedAs(string folder)
    {
        const string Mounts = "/proc/self/mounts";
        if (!File.Exists(Mounts))
        {
            return null;
        }
        return File.ReadLines(Mounts)
            .Select(line => line.Split(' '))
            .Where(fields => fields.Length > 2 && IsWithin(folder, Unescape(fields[1])))
            .MaxBy(fields => fields[1].Length)
            ?[2];
    }

    private static bool IsWithin(string folder, string mountPoint) =>
        mountPoint == "/" || folder == mountPoint || folder.StartsWith(mountPoint + "/", StringComparison.Ordinal);

    private static string Unescape(string mountPoint) => mountPoint.Replace("\\040", " ", StringComparison.Ordinal);
}
