using System.Diagnostics;

namespace Cruddur.Tests.Storage.Sqlite;

/// <summary>A real disk of a few hundred kilobytes, in memory. Only an administrator on Linux can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    private SmallDisk(string folder)
    {
        Folder = folder;
        _filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    public string Database => Path.Combine(Folder, "cruddur.db");

    public static SmallDisk Mount(int kilobytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("cruddur-disk-").FullName);
        var mounted =
            OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk.Folder);
        if (!mounted)
        {
            Directory.Delete(disk.Folder);
            Assert.Skip("Mounting a disk takes an administrator on Linux.");
        }
        return disk;
    }

    /// <summary>Leaves so many bytes.</summary>
    public void FillBut(int bytes)
    {
        var free = new DriveInfo(Folder).AvailableFreeSpace;
        File.WriteAllBytes(_filler, new byte[free - bytes]);
    }

    public void MakeRoom() => File.Delete(_filler);

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
