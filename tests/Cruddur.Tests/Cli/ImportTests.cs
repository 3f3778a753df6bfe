using System.Text;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Users;
using Cruddur.Server.Storage;
using Cruddur.Tests.Postgres;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Cli;

public sealed class ImportTests(PostgresFixture postgres) : IDisposable
{
    private const string Good = """"
        handle,display_name,email,subject
        alice,"Adams, Alice ""Ally""",alice@example.test,
        Bob,,,https://issuer.example|248289761001

        @carol,Carol,carol@example.test,https://issuer.example|248289761002
        """";

    private readonly DataFolderFixture _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task People_of_a_file_are_added_once()
    {
        var dry = await ImportAsync(Good, "--dry-run");
        var first = await ImportAsync(Good);
        var again = await ImportAsync(Good);

        Assert.Equal((0, 3, 0), Numbers(dry));
        Assert.Contains("nothing was changed", dry.Error, StringComparison.Ordinal);
        Assert.Equal((0, 3, 0), Numbers(first));
        Assert.Equal((0, 0, 3), Numbers(again));
        await using var table = await _folder.OpenAsync();
        using var directory = new TableUserDirectory(table, TimeProvider.System);
        var alice = await directory.FindByHandleAsync(Handle.Parse("alice"), CancellationToken.None);
        Assert.Equal("Adams, Alice \"Ally\"", alice?.DisplayName.Value);
        Assert.True(Subject.TryCreate("https://issuer.example", "248289761001", out var subject, out _));
        Assert.Equal("Bob", (await directory.FindBySubjectAsync(subject, CancellationToken.None))?.Handle.Value);
    }

    [Fact]
    public async Task Subjects_may_stand_alone_when_their_issuer_is_said()
    {
        await ImportAsync("subject,handle\n42,alice\n", "--issuer", "https://issuer.example");

        Assert.Contains(
            await CommandRun.ItemsIn(_folder),
            item => item.GetProperty("pk").GetString() == "SUBJECT#https://issuer.example|42"
        );
    }

    [Fact]
    public async Task Every_bad_line_is_told_and_nothing_is_imported_before_all_are_good()
    {
        const string file = """
            handle,display_name,email,subject
            alice,Alice,alice@example.test,
            not a handle,X,,
            ALICE,Another,,
            bob,Bob,not-an-address,
            "two
            lines",X,,
            carol,Carol
            dave,Dave,,no-issuer
            erin,"Er"in,,
            frank,Frank,,https://i.example|1
            grace,Grace,,https://i.example|1
            henry,Henry,henry@example.test,
            ivan,Ivan,Henry@Example.test,
            judy,Judy,henry@example.test,https://i.example|2
            heidi,"Heidi
            """;

        var refused = await ImportAsync(file);

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            [3, 4, 5, 6, 8, 9, 10, 12, 14, 16],
            refused.Json.GetProperty("bad").EnumerateArray().Select(bad => bad.GetProperty("line").GetInt32())
        );
        Assert.Contains("Line 4: the handle is that of line 2 too", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Line 12: the subject is that of line 11 too", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Line 14: the e-mail address is that of line 13 too", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("henry", refused.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Nothing was imported.", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "cruddur.db")));

        var skipped = await ImportAsync(file, "--skip-bad");

        Assert.Equal((0, 4, 0), Numbers(skipped));
        Assert.Equal(10, skipped.Json.GetProperty("bad").GetArrayLength());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("handle,nickname\n", "'nickname' is no column")]
    [InlineData("email\n", "the column handle is missing")]
    [InlineData("handle,handle\n", "a column is there twice")]
    public async Task A_first_line_that_does_not_name_the_columns_is_told(string file, string words)
    {
        var run = await ImportAsync(file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Line 1: {words}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_of_somebody_without_the_subject_is_nobody_to_overwrite()
    {
        await ImportAsync("handle\nalice\nbob\n");

        var run = await ImportAsync("handle,subject\nalice,https://i.example|1\ncarol,https://i.example|2\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Line 2: somebody else has the handle", run.Error, StringComparison.Ordinal);
        Assert.Equal((0, 3, 0), Numbers(await ImportAsync("handle\nx1\nx2\nx3\n")));
    }

    [Fact]
    public async Task An_account_of_somebody_else_is_told_by_its_handle_and_by_its_address()
    {
        await ImportAsync("handle,email\nalice,alice@example.test\nbob,bob@example.test\n");

        var run = await ImportAsync(
            "handle,email\nalice,Alice@example.test\nbob,other@example.test\ncarol,BOB@example.test\n"
        );

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Line 3: somebody else has the handle", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "Line 4: another account signs in with the e-mail address",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            [3, 4],
            run.Json.GetProperty("bad").EnumerateArray().Select(bad => bad.GetProperty("line").GetInt32())
        );
    }

    [Fact]
    public async Task Another_encoding_than_UTF_8_is_refused()
    {
        var path = Path.Combine(_folder.Path, "latin.csv");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("handle,display_name\nzoe,Zoë\n"));

        var run = await CommandRun.Of("users", "import", path, "--data", _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not in UTF-8", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_go_to_Postgres_where_the_settings_say_so()
    {
        var address = await postgres.NewDatabaseAsync();
        var server = $"{address.Username}:{address.ToBuilder().Password}@{address.Host}:{address.Port}";
        var path = await WriteAsync(Good);
        (string, string)[] environment =
        [
            ("Directory__Provider", "Postgres"),
            ("CONNECTION_URL", $"postgresql://{server}/{address.Database}"),
            ("Directory__ConnectTimeout", Eventually.Patience.ToString()),
            ("Directory__CommandTimeout", Eventually.Patience.ToString()),
        ];

        var first = await CommandProcess.OfAsync(
            environment,
            "users",
            "import",
            path,
            "--json",
            "--data",
            _folder.Path
        );
        var again = await CommandProcess.OfAsync(
            environment,
            "users",
            "import",
            path,
            "--json",
            "--data",
            _folder.Path
        );

        Assert.Equal((0, 3, 0), Numbers(first));
        Assert.Equal((0, 0, 3), Numbers(again));
        var items = await CommandRun.ItemsIn(_folder);
        Assert.DoesNotContain(items, item => item.GetProperty("sk").GetString() is "PROFILE" or "HANDLE");
        Assert.Single(items, item => item.GetProperty("sk").GetString() == "ACCOUNT");
    }

    [Theory]
    [InlineData("a,b\r\nc,d\r\n", "a|b/c|d")]
    [InlineData("a,b\rc,d\r", "a|b/c|d")]
    [InlineData("a\r\rb\r\nc", "a/b/c")]
    [InlineData("a,\"b,\nc\"\nd,\"e\"\"f\"", "a|b,\nc/d|e\"f")]
    [InlineData("a,,\n\n,\n", "a||/|")]
    [InlineData("\"\"\n", "")]
    public void Fields_are_read_as_RFC_4180_has_them(string text, string expected)
    {
        using var reader = new StringReader(text);
        var csv = new CsvReader(reader);
        var records = new List<string>();
        while (csv.Read() is { } record)
        {
            Assert.Null(record.Problem);
            records.Add(string.Join('|', record.Fields));
        }

        Assert.Equal(expected, string.Join('/', records));
    }

    private async Task<CommandRun> ImportAsync(string content, params string[] options) =>
        await CommandRun.Of([
            "users",
            "import",
            await WriteAsync(content),
            .. options,
            "--json",
            "--data",
            _folder.Path,
        ]);

    private async Task<string> WriteAsync(string content)
    {
        var path = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(path, content);
        return path;
    }

    private static (int ExitCode, int Added, int There) Numbers(CommandRun run) =>
        (run.ExitCode, run.Json.GetProperty("added").GetInt32(), run.Json.GetProperty("there").GetInt32());
}
