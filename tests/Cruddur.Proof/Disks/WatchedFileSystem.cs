using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cruddur.Storage.Sqlite;
using SQLitePCL;

namespace Cruddur.Proof.Disks;

/// <summary>
/// A file system of SQLite (https://www.sqlite.org/vfs.html) that shows a <see cref="Disk"/> what is written, cut off, flushed and
/// removed, and lets it fail. A file is one of SQLite's own, with these methods exchanged and all others (reading,
/// locks, shared memory) as they are; what belongs to us stands behind it.
/// </summary>
internal static unsafe class WatchedFileSystem
{
    public const string Name = "watched";

    private static readonly ConcurrentDictionary<string, Disk> Disks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, nint> MethodsFor = [];
    private static readonly NativeFileSystem* Below = Register();

    /// <summary>The files of a folder are on this disk from here on.</summary>
    public static void Mount(string folder, Disk disk)
    {
        RuntimeHelpers.RunClassConstructor(typeof(WatchedFileSystem).TypeHandle);
        Disks[folder] = disk;
    }

    public static void Unmount(string folder) => Disks.TryRemove(folder, out _);

    private static NativeFileSystem* Register()
    {
        _ = SqliteNativeLibrary.Version;
        NativeLibrary.SetDllImportResolver(typeof(WatchedFileSystem).Assembly, SqliteNativeLibrary.Resolve);
        var below = Find(null);
        // Never freed: SQLite knows it as long as the process lives.
        var watched = (NativeFileSystem*)NativeMemory.Alloc((nuint)sizeof(NativeFileSystem));
        *watched = *below;
        watched->Next = null;
        watched->Name = (byte*)Marshal.StringToCoTaskMemUTF8(Name);
        watched->FileSize = below->FileSize + sizeof(Tail);
        watched->Open = &Open;
        watched->Delete = &Delete;
        watched->Sleep = &Sleep;
        var code = Register(watched, 0);
        return code == raw.SQLITE_OK ? below : throw new InvalidOperationException($"SQLite code {code}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(NativeFileSystem* self, byte* name, NativeFile* file, int flags, int* flagsOut)
    {
        var code = Below->Open(Below, name, file, flags, flagsOut);
        var path = Marshal.PtrToStringUTF8((nint)name);
        if (code != raw.SQLITE_OK || path is null || DiskOf(path) is not { } disk)
        {
            return code;
        }
        var tail = TailOf(file);
        tail->Below = file->Methods;
        tail->File = GCHandle.ToIntPtr(GCHandle.Alloc(disk.Open(Path.GetFileName(path))));
        file->Methods = (NativeFileMethods*)MethodsFor.GetOrAdd((nint)file->Methods, Exchange);
        return code;
    }

    private static nint Exchange(nint below)
    {
        var methods = (NativeFileMethods*)NativeMemory.Alloc((nuint)sizeof(NativeFileMethods));
        *methods = *(NativeFileMethods*)below;
        methods->Close = &Close;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Flush = &Flush;
        return (nint)methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(NativeFile* file)
    {
        GCHandle.FromIntPtr(TailOf(file)->File).Free();
        return TailOf(file)->Below->Close(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(NativeFile* file, byte* bytes, int length, long offset)
    {
        var (code, done) = FileOf(file).Write(new ReadOnlySpan<byte>(bytes, length), offset);
        var below = done == 0 ? raw.SQLITE_OK : TailOf(file)->Below->Write(file, bytes, done, offset);
        return below == raw.SQLITE_OK ? code : below;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(NativeFile* file, long size)
    {
        FileOf(file).Truncate(size);
        return TailOf(file)->Below->Truncate(file, size);
    }

    // The disk below has not to be waited for: no power is cut there.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Flush(NativeFile* file, int flags) => FileOf(file).Flush();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(NativeFileSystem* self, byte* name, int flushFolder)
    {
        var code = Below->Delete(Below, name, 0);
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        if (code == raw.SQLITE_OK && DiskOf(path) is { } disk)
        {
            disk.Remove(Path.GetFileName(path), isFlushed: flushFolder != 0);
        }
        return code;
    }

    // Whoever waits for a lock has waited.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(NativeFileSystem* self, int microseconds) => microseconds;

    private static Disk? DiskOf(string path) => Disks.GetValueOrDefault(Path.GetDirectoryName(path)!);

    private static Tail* TailOf(NativeFile* file) => (Tail*)((byte*)file + Below->FileSize);

    private static DiskFile FileOf(NativeFile* file) => (DiskFile)GCHandle.FromIntPtr(TailOf(file)->File).Target!;

    [StructLayout(LayoutKind.Sequential)]
    private struct Tail
    {
        public NativeFileMethods* Below;
        public nint File;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern NativeFileSystem* Find(byte* name);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Register(NativeFileSystem* fileSystem, int makeDefault);
}
