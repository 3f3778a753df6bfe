using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cruddur.Storage.Sqlite;

/// <summary>Files that are there in whole, under their name, or not at all: also after a power cut.</summary>
internal static class DurableFile
{
    private const int OpenReadOnly = 0;

    // Messages, addresses and password hashes: nothing for the other users of the machine.
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>An empty file that its owner alone may read.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }
        new FileStream(path, options).Dispose();
    }

    /// <summary>Gives a file its name for good: first what is in it reaches the disk, then the name does.</summary>
    /// <exception cref="IOException">There is one of that name.</exception>
    public static void Publish(string path, string name)
    {
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }
        File.Move(path, name, overwrite: false);
        FlushFolder(Path.GetDirectoryName(name)!);
    }

    // .NET opens no folders; on Windows a name is as durable as the file system makes it.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var handle = Open(folder, OpenReadOnly);
        if (handle.IsInvalid)
        {
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
