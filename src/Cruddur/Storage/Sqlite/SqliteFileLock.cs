using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// One process for a file, kept by the operating system (<c>flock</c>, on Windows the sharing mode): a process that is
/// killed lets go of it. The file says who holds it, and stays behind; that it is there means nothing.
/// </summary>
internal sealed class SqliteFileLock : IDisposable
{
    private const int OpenReadOnly = 0;

    // What the system says, in the low half of an exception's code: EWOULDBLOCK of Linux and of macOS and Windows' sharing
    // violation; ENOSPC of both, and Windows' two for a full disk.
    private static readonly int[] HeldErrors = [11, 35, 32];
    private static readonly int[] FullErrors = [28, 39, 112];

    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    /// <exception cref="StorageException">Another holds the lock, or the file cannot be made.</exception>
    public static SqliteFileLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        FileStream? file = null;
        try
        {
            // On Windows the others may read it, which is the lock there too: they ask to write.
            var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new SqliteFileLock(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Close(file);
            throw Refusal(databasePath, path, exception);
        }
    }

    public void Dispose() => _file.Dispose();

    private static StorageException Refusal(string databasePath, string path, Exception exception)
    {
        var error = exception is IOException ? exception.HResult & 0xFFFF : 0;
        return HeldErrors.Contains(error) && Holder(path) is { } holder
                ? new StorageException(
                    StorageFault.Configuration,
                    $"{databasePath} is in use by the process {holder}. One server at a time: stop that one, or give this one another folder.",
                    exception
                )
            : FullErrors.Contains(error)
                ? new StorageException(
                    StorageFault.Full,
                    $"{path} cannot be written, the disk is full: make room, then start again.",
                    exception
                )
            : new StorageException(
                StorageFault.Configuration,
                $"{path} cannot be written: {exception.Message} The folder must be writable for the user that runs this.",
                exception
            );
    }

    // What is still in its buffer is written once more, and fails as before.
    private static void Close(FileStream? file)
    {
        try
        {
            file?.Dispose();
        }
        catch (IOException) { }
    }

    private static string? Holder(string path)
    {
        try
        {
            using var handle = OpenWithoutLock(path);
            Span<byte> text = stackalloc byte[32];
            var length = handle.IsInvalid ? 0 : RandomAccess.Read(handle, text, 0);
            return length == 0 ? null : Encoding.ASCII.GetString(text[..length]).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // .NET locks whatever it opens, even to read; to read what the holder wrote the file is opened past it.
    private static SafeFileHandle OpenWithoutLock(string path) =>
        OperatingSystem.IsWindows()
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)
            : Open(path, OpenReadOnly);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
