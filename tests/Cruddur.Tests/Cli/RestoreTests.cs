using System.Text.Json;
using Cruddur.Live;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Cli;

/// <summary><c>cruddur restore</c>: writes over nothing, and lets no server start on what is not whole.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly DataFolderFixture _source = new();
    private readonly DataFolderFixture _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_source.Path, "backup.db");

    private string Database => Path.Combine(_folder.Path, "cruddur.db");

    public async ValueTask InitializeAsync()
    {
        await _source.AddConversation("one", "two", "three");
        Assert.Equal(0, (await CommandRun.Of("backup", Backup, "--data", _source.Path)).ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _source.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_has_every_item_of_the_backup_and_another_epoch()
    {
        var run = await RestoreAsync("--json");
        var second = await CommandRun.Of("restore", Backup, "--data", Path.Combine(_folder.Path, "second"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Database, run.Json.GetProperty("file").GetString());
        Assert.Contains("everybody signs in again", run.Error, StringComparison.Ordinal);
        Assert.Equal(["cruddur.db", "cruddur.db.lock", "second"], NamesIn(_folder.Path));
        var (before, after) = (await CommandRun.ItemsIn(_source), await CommandRun.ItemsIn(_folder));
        var epoch = Assert.Single(after, IsEpoch);
        Assert.Equal(
            before.Select(item => item.ToString()),
            after.Where(item => !IsEpoch(item)).Select(item => item.ToString()),
            StringComparer.Ordinal
        );
        Assert.Equal(0, second.ExitCode);
        var other = await CommandRun.Of(
            "scan",
            "--json",
            "--limit",
            "0",
            "--data",
            Path.Combine(_folder.Path, "second")
        );
        var otherEpoch = other.Json.GetProperty("items").EnumerateArray().Single(IsEpoch);
        Assert.NotEqual(epoch.ToString(), otherEpoch.ToString(), StringComparer.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
        }
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        var folder = Path.Combine(_folder.Path, "new");

        var run = await CommandRun.Of("restore", Backup, "--data", folder);

        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "cruddur.db")));
    }

    /// <summary>A log without its database would be written over the restored one.</summary>
    [Theory]
    [InlineData("cruddur.db")]
    [InlineData("cruddur.db-wal")]
    public async Task A_folder_with_a_database_or_a_part_of_one_is_refused(string name)
    {
        var there = Path.Combine(_folder.Path, name);
        await File.WriteAllTextAsync(there, "precious", Cancel);

        Refused(await RestoreAsync(), $"There is a {there} already, and nothing is written over. Stop the server");
        Assert.Equal([name], NamesIn(_folder.Path));
        Assert.Equal("precious", await File.ReadAllTextAsync(there, Cancel));
    }

    [Fact]
    public async Task A_folder_that_a_server_holds_is_refused_though_its_file_is_gone()
    {
        using var server = SqliteFileLock.Take(Database);

        Refused(await RestoreAsync(), $"{Database} is in use by the process {Environment.ProcessId}");
        Assert.Equal(["cruddur.db.lock"], NamesIn(_folder.Path));
    }

    [Fact]
    public async Task A_backup_that_is_not_there_is_named()
    {
        var file = Path.Combine(_source.Path, "nowhere.db");

        Refused(await CommandRun.Of("restore", file, "--data", _folder.Path), $"There is no backup {file}.");
        Assert.Empty(NamesIn(_folder.Path));
    }

    [Fact]
    public async Task One_of_another_program_is_refused()
    {
        ChangeBackup("PRAGMA application_id = 7");

        Refused(await RestoreAsync(), "is a database of another program");
        Assert.Equal(["cruddur.db.lock"], NamesIn(_folder.Path));
    }

    [Fact]
    public async Task One_of_a_newer_version_is_refused()
    {
        ChangeBackup("PRAGMA user_version = 1000");

        Refused(await RestoreAsync(), "it was written by a newer one");
        Assert.Equal(["cruddur.db.lock"], NamesIn(_folder.Path));
    }

    [Fact]
    public async Task One_without_a_table_is_refused()
    {
        await File.WriteAllBytesAsync(Backup, [], Cancel);

        Refused(await RestoreAsync(), "is empty");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_damaged_one_is_refused(int page)
    {
        await using (var file = File.OpenWrite(Backup))
        {
            file.Position = page * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray(), Cancel);
        }

        Refused(await RestoreAsync(), Backup);
        Assert.Equal(["cruddur.db.lock"], NamesIn(_folder.Path));
    }

    [Fact]
    public async Task What_a_crash_left_is_no_database_and_the_next_one_takes_its_place()
    {
        await File.WriteAllTextAsync(Database + ".restoring", "half of", Cancel);
        await File.WriteAllTextAsync(Database + ".restoring-wal", "it", Cancel);
        Assert.Equal(1, (await CommandRun.Of("scan", "--data", _folder.Path)).ExitCode);

        Assert.Equal(0, (await RestoreAsync()).ExitCode);
        Assert.Equal(["cruddur.db", "cruddur.db.lock"], NamesIn(_folder.Path));
    }

    private static bool IsEpoch(JsonElement item) => item.GetProperty("pk").GetString() == StoreEpoch.Key.Partition;

    private static void Refused(CommandRun run, string words)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    private static string[] NamesIn(string folder) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(folder)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    private Task<CommandRun> RestoreAsync(params string[] options) =>
        CommandRun.Of(["restore", Backup, "--data", _folder.Path, .. options]);

    private void ChangeBackup(string sql)
    {
        using var connection = SqliteConnection.Open(Backup, readOnly: false, TimeSpan.FromSeconds(1));
        connection.Execute(sql);
    }
}
