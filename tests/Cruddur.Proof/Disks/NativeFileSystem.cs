using System.Runtime.InteropServices;

namespace Cruddur.Proof.Disks;

/// <summary><c>sqlite3_vfs</c> of sqlite3.h, version 3; what is only passed on is a plain pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFileSystem
{
    public int Version;
    public int FileSize;
    public int MaxPathname;
    public NativeFileSystem* Next;
    public byte* Name;
    public void* Data;
    public delegate* unmanaged[Cdecl]<NativeFileSystem*, byte*, NativeFile*, int, int*, int> Open;
    public delegate* unmanaged[Cdecl]<NativeFileSystem*, byte*, int, int> Delete;
    public void* Access;
    public void* FullPathname;
    public void* OpenLibrary;
    public void* LibraryError;
    public void* LibrarySymbol;
    public void* CloseLibrary;
    public void* Randomness;
    public delegate* unmanaged[Cdecl]<NativeFileSystem*, int, int> Sleep;
    public void* CurrentTime;
    public void* GetLastError;
    public void* CurrentTimeInt64;
    public void* SetSystemCall;
    public void* GetSystemCall;
    public void* NextSystemCall;
}

/// <summary><c>sqlite3_file</c>: the file system's own data follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFile
{
    public NativeFileMethods* Methods;
}

/// <summary><c>sqlite3_io_methods</c> of sqlite3.h, version 3.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFileMethods
{
    public int Version;
    public delegate* unmanaged[Cdecl]<NativeFile*, int> Close;
    public void* Read;
    public delegate* unmanaged[Cdecl]<NativeFile*, byte*, int, long, int> Write;
    public delegate* unmanaged[Cdecl]<NativeFile*, long, int> Truncate;
    public delegate* unmanaged[Cdecl]<NativeFile*, int, int> Flush;
    public void* FileSize;
    public void* Lock;
    public void* Unlock;
    public void* CheckReservedLock;
    public void* FileControl;
    public void* SectorSize;
    public void* DeviceCharacteristics;
    public void* MapMemory;
    public void* LockMemory;
    public void* MemoryBarrier;
    public void* UnmapMemory;
    public void* Fetch;
    public void* Unfetch;
}
