using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// The operating system's SQLite: it gets its security fixes from there, and the packages that bring one along bring an
/// old one.
/// </summary>
internal static class SqliteNativeLibrary
{
    /// <summary>The first with upserts, which the engine needs.</summary>
    private const int OldestVersion = 3_024_000;

    /// <summary>
    /// The first without the WAL-reset bug: two connections that write or checkpoint at one moment could damage the
    /// file (https://www.sqlite.org/wal.html#walresetbug).
    /// </summary>
    private const int FirstWithSafeReset = 3_051_003;

    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The version of the library, as <c>3.40.1</c>. Loads it the first time.</summary>
    /// <exception cref="StorageException">There is none, or it is too old.</exception>
    public static string Version => Loaded.Value;

    public static IReadOnlyList<EngineWarning> Warnings =>
        raw.sqlite3_libversion_number() >= FirstWithSafeReset
            ? []
            :
            [
                new EngineWarning(
                    "sqlite_version_old",
                    $"SQLite {Version} can damage a database that two connections write or checkpoint at one moment "
                        + "(fixed in 3.51.3). This engine does both on one connection only, so it is safe as long as no "
                        + "other program writes to the file. Update the system's SQLite library."
                ),
            ];

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            if (raw.sqlite3_libversion_number() < OldestVersion)
            {
                throw new StorageException(
                    StorageFault.Configuration,
                    $"The system's SQLite is {raw.sqlite3_libversion().utf8_to_string()}; at least 3.24 is needed. Update it."
                );
            }
            return raw.sqlite3_libversion().utf8_to_string();
        }
        catch (DllNotFoundException exception)
        {
            throw new StorageException(
                StorageFault.Configuration,
                "The SQLite library is not installed. On Debian and Ubuntu: apt-get install libsqlite3-0.",
                exception
            );
        }
    }

    /// <summary>Finds the library for imports that name it <c>e_sqlite3</c>.</summary>
    public static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        foreach (var candidate in name == "e_sqlite3" ? Names() : [])
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out var handle))
            {
                return handle;
            }
        }
        return IntPtr.Zero;
    }

    private static string[] Names() =>
        OperatingSystem.IsWindows() ? ["winsqlite3.dll", "sqlite3.dll"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];
}
