using System.Runtime.Versioning;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class SqliteOpeningTests : IAsyncDisposable
{
    private readonly TemporaryDatabase _database = new();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<StorageException> RefusedAsync(string? path = null, SqliteHooks? hooks = null) =>
        await Assert.ThrowsAsync<StorageException>(() => _database.OpenAsync(hooks, path));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_new_folder_and_its_files_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes: a new folder inherits its parent's.");
        var folder = Path.Combine(_database.Folder, "new");
        await using var table = await SqliteTable.OpenAsync(
            new SqliteTableOptions { Path = Path.Combine(folder, "cruddur.db") },
            TimeProvider.System,
            NullLogger.Instance,
            TestContext.Current.CancellationToken
        );
        await table.WriteAsync(
            new Write.Put(new Item(new Key("p", "s"), []), Condition.None),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(folder)
        );
        foreach (
            var file in Directory
                .EnumerateFiles(folder, "cruddur.db*")
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        )
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task The_folder_is_made_and_the_file_set_up_for_durability()
    {
        using var hooks = new StubbornHooks();
        var path = Path.Combine(_database.Folder, "new", "folder", "cruddur.db");

        var table = await _database.OpenAsync(hooks, path);

        Assert.Equal(path, table.Path);
        var writer = hooks.Writer!;
        Assert.Equal("wal", writer.Text("PRAGMA journal_mode"));
        Assert.Equal(2, writer.Number("PRAGMA synchronous"));
        Assert.Equal("UTF-8", writer.Text("PRAGMA encoding"));
        Assert.Equal(SqliteSchema.ApplicationId, writer.Number("PRAGMA application_id"));
        Assert.Equal(SqliteSchema.NewestVersion, writer.Number("PRAGMA user_version"));
        Assert.Equal("ok", writer.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Closing_leaves_the_database_alone_in_its_folder()
    {
        var table = await _database.OpenAsync();
        await table.WriteAsync(
            new Write.Put(
                new Item(new Key("p", "s"), new Dictionary<string, AttributeValue>(StringComparer.Ordinal)),
                Condition.None
            ),
            TestContext.Current.CancellationToken
        );

        await table.DisposeAsync();

        Assert.Equal(
            ["cruddur.db", "cruddur.db.lock"],
            Directory
                .EnumerateFiles(_database.Folder)
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal)
                .ToArray()
        );
    }

    [Fact]
    public async Task A_second_opener_is_told_who_has_it()
    {
        var table = await _database.OpenAsync();

        var refusal = await RefusedAsync();

        Assert.Equal(StorageFault.Configuration, refusal.Fault);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        await table.DisposeAsync();
        await _database.OpenAsync();
    }

    [Theory]
    [InlineData("some words")]
    [InlineData("SQLite format 3")]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is(string begin)
    {
        var text = begin + new string('.', 5000);
        await File.WriteAllTextAsync(_database.Path, text, TestContext.Current.CancellationToken);

        var refusal = await RefusedAsync();

        Assert.Equal(StorageFault.Damaged, refusal.Fault);
        Assert.Contains(_database.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_database.Path, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("PRAGMA application_id = 1")]
    [InlineData("CREATE TABLE theirs (a)")]
    [InlineData("PRAGMA user_version = 1")]
    public async Task A_database_of_another_program_is_refused(string sql)
    {
        using (var theirs = OpenRaw())
        {
            theirs.Execute(sql);
        }

        var refusal = await RefusedAsync();

        Assert.Equal(StorageFault.Damaged, refusal.Fault);
        Assert.Contains("another program", refusal.Message, StringComparison.Ordinal);
        using var after = OpenRaw();
        Assert.Equal("delete", after.Text("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await (await _database.OpenAsync()).DisposeAsync();
        using (var newer = OpenRaw())
        {
            newer.Execute($"PRAGMA user_version = {SqliteSchema.NewestVersion + 1}");
        }

        var refusal = await RefusedAsync();

        Assert.Equal(StorageFault.Damaged, refusal.Fault);
        Assert.Contains("newer", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<StorageException>(() => OpenReadOnly());
    }

    [Theory]
    [InlineData("nfs")]
    [InlineData("nfs4")]
    [InlineData("cifs")]
    [InlineData("smb2")]
    [InlineData("fuse.sshfs")]
    [InlineData("9p")]
    public async Task A_network_file_system_is_refused(string fileSystem)
    {
        using var hooks = new StubbornHooks { FileSystem = fileSystem };

        var refusal = await RefusedAsync(hooks: hooks);

        Assert.Equal(StorageFault.Configuration, refusal.Fault);
        Assert.Contains(fileSystem, refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.EnumerateFiles(_database.Folder).Any());
    }

    [Fact]
    public void The_file_system_of_a_folder_is_known()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");

        Assert.Equal("proc", LocalDisk.FileSystemOf("/proc/self"));
        Assert.NotEqual("unknown", LocalDisk.FileSystemOf(_database.Folder), StringComparer.Ordinal);
        Assert.Equal("unknown", LocalDisk.FileSystemOf(Path.Combine(_database.Folder, "not there")));
    }

    // Not even root can make a file in /proc, where taking away permissions would not stop it.
    [Theory]
    [InlineData("/proc/cruddur.db")]
    [InlineData("/proc/cruddur/cruddur.db")]
    public async Task A_folder_that_cannot_be_written_is_refused(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");

        var refusal = await RefusedAsync(path);

        Assert.Equal(StorageFault.Configuration, refusal.Fault);
        Assert.Contains("/proc/cruddur", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_nobody_may_write_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not stop root.");
        var folder = Directory.CreateDirectory(Path.Combine(_database.Folder, "closed"));
        File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var refusal = await RefusedAsync(Path.Combine(folder.FullName, "cruddur.db"));

        Assert.Equal(StorageFault.Configuration, refusal.Fault);
        File.SetUnixFileMode(
            folder.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
    }

    [Fact]
    public async Task A_folder_in_place_of_the_file_is_refused_and_the_lock_let_go()
    {
        Directory.CreateDirectory(_database.Path);
        Assert.Equal(StorageFault.Configuration, (await RefusedAsync()).Fault);

        Directory.Delete(_database.Path);
        await _database.OpenAsync();
    }

    [Fact]
    public void Reading_only_needs_a_file() =>
        Assert.Equal(StorageFault.Configuration, Assert.Throws<StorageException>(() => OpenReadOnly()).Fault);

    [Fact]
    public async Task An_old_library_is_a_warning()
    {
        var table = await _database.OpenAsync();

        var old = SqliteNativeLibrary.Warnings.Any(warning => warning.Code == "sqlite_version_old");
        Assert.Equal(old, table.Status.Warnings.Any(warning => warning.Code == "sqlite_version_old"));
        Assert.Equal(old, Version.Parse(table.Status.Version!) < new Version(3, 51, 3));
    }

    private SqliteConnection OpenRaw()
    {
        _ = SqliteNativeLibrary.Version;
        return SqliteConnection.Open(_database.Path, readOnly: false, TimeSpan.Zero);
    }

    private SqliteTable OpenReadOnly() =>
        SqliteTable.OpenReadOnly(new SqliteTableOptions { Path = _database.Path }, _database.Time, NullLogger.Instance);
}
