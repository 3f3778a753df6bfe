using Cruddur.Storage.Sqlite;
using Cruddur.Tests.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Cli;

/// <summary><c>cruddur backup</c>: a whole and verified file, or none.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DataFolderFixture _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.Path, "cruddur.db");

    private string Backup => Path.Combine(_folder.Path, "backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_one_file_for_its_owner_alone_and_says_what_is_in_it()
    {
        await _folder.AddConversation("one", "two", "three");
        var items = await CommandRun.ItemsIn(_folder);

        var run = await BackUpAsync("--json");

        Assert.Equal((0, Backup), (run.ExitCode, run.Json.GetProperty("file").GetString()));
        Assert.Equal(items.Length, run.Json.GetProperty("items").GetInt64());
        Assert.Equal(new FileInfo(Backup).Length, run.Json.GetProperty("bytes").GetInt64());
        Assert.Contains("the folder 'keys' has", run.Error, StringComparison.Ordinal);
        Assert.Single(NamesIn(_folder.Path), name => name.StartsWith("backup", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Backup));
        }
    }

    [Fact]
    public async Task It_is_of_one_state_while_messages_are_sent_and_inboxes_follow()
    {
        await _folder.AddConversation("the first");
        await using var table = await _folder.OpenAsync();
        await using var writing = new WritingServer(table);
        writing.Start();
        for (var i = 1; i <= 3; i++)
        {
            var acknowledged = writing.Acknowledged;
            await writing.UntilMore(200);
            var file = Path.Combine(_folder.Path, $"backup-{i}.db");

            var run = await CommandRun.Of("backup", file, "--data", _folder.Path);

            Assert.True(run.ExitCode == 0, run.Error);
            // It went on: the backup did not stand in its way.
            await writing.UntilMore(1);
            await using var copy = OpenBackup(file);
            var state = await StoreState.OfAsync(copy);
            Assert.True(state.Messages >= acknowledged + 200, $"{state.Messages} of {acknowledged} and 200 more");
            state.ShouldBeOneState();
        }
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await _folder.AddConversation("one");
        await File.WriteAllTextAsync(Backup, "precious", Cancel);

        var run = await BackUpAsync();

        Refused(run, $"There is a {Backup} already, and it is not overwritten");
        Assert.Equal("precious", await File.ReadAllTextAsync(Backup, Cancel));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        await _folder.AddConversation("one");
        var folder = Path.Combine(_folder.Path, "nowhere");

        var run = await CommandRun.Of("backup", Path.Combine(folder, "backup.db"), "--data", _folder.Path);

        Refused(run, $"There is no folder {folder} to put the backup into");
    }

    [Fact]
    public async Task Without_data_there_is_nothing_to_back_up()
    {
        Refused(await BackUpAsync(), $"There is no database at {Database}");
        Assert.Empty(NamesIn(_folder.Path));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused()
    {
        using (var other = SqliteConnection.Open(Database, readOnly: false, TimeSpan.FromSeconds(1)))
        {
            other.Execute("CREATE TABLE recipes (name TEXT)");
        }

        Refused(await BackUpAsync(), "is a database of another program");
        Assert.Equal(["cruddur.db"], NamesIn(_folder.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task A_damaged_database_is_told_and_leaves_no_file(int page)
    {
        await _folder.AddConversation([.. Enumerable.Range(1, 200).Select(i => $"message {i}")]);
        await using (var file = File.OpenWrite(Database))
        {
            file.Position = page * 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray(), Cancel);
        }

        Refused(await BackUpAsync(), Database);
        Assert.DoesNotContain(NamesIn(_folder.Path), name => name.StartsWith("backup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_left_as_it_was()
    {
        using var disk = SmallDisk.Mount(kilobytes: 512);
        await _folder.AddConversation([.. Enumerable.Range(1, 300).Select(i => $"message {i}")]);
        disk.FillBut(64 * 1024);

        var run = await CommandRun.Of("backup", Path.Combine(disk.Folder, "backup.db"), "--data", _folder.Path);

        Refused(run, "The disk is full: make room");
        Assert.Equal(["filler"], NamesIn(disk.Folder));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_told()
    {
        using var disk = SmallDisk.Mount(kilobytes: 512);
        await _folder.AddConversation("one");
        disk.MakeReadOnly();

        Refused(
            await CommandRun.Of("backup", Path.Combine(disk.Folder, "backup.db"), "--data", _folder.Path),
            "cannot be written"
        );
    }

    [Fact]
    public async Task One_that_is_stopped_leaves_no_file()
    {
        await _folder.AddConversation("one");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => SqliteFileCopy.Write(Database, Backup, stop.Token));
        Assert.False(File.Exists(Backup));
    }

    private static SqliteTable OpenBackup(string file) =>
        SqliteTable.OpenReadOnly(new SqliteTableOptions { Path = file }, TimeProvider.System, NullLogger.Instance);

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

    private Task<CommandRun> BackUpAsync(params string[] options) =>
        CommandRun.Of(["backup", Backup, "--data", _folder.Path, .. options]);
}
