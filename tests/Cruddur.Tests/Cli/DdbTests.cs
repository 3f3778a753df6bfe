using System.Net;
using System.Net.Sockets;
using Cruddur.Tests.Storage.DynamoDb;

namespace Cruddur.Tests.Cli;

/// <summary>The commands about the table in DynamoDB, against the emulator.</summary>
public sealed class DdbTests(Emulator emulator)
{
    private readonly EmulatorRun _run = new(emulator);

    [Fact]
    public async Task A_table_is_made_once_listed_described_and_dropped()
    {
        var made = await RunAsync("schema-load", "--table", _run.Table);
        var again = await RunAsync("schema-load", "--table", _run.Table);
        var listed = await RunAsync("list-tables");
        var described = await RunAsync("describe-table", "--table", _run.Table);
        var dropped = await RunAsync("drop", _run.Table, "--yes");
        var gone = await RunAsync("list-tables");

        Assert.Contains("is made", made.Error, StringComparison.Ordinal);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing was to be changed", again.Error, StringComparison.Ordinal);
        Assert.Contains(_run.Table, listed.Out, StringComparison.Ordinal);
        Assert.Matches(@"keys +pk \(HASH, S\), sk \(RANGE, S\)", described.Out);
        Assert.Matches("stream +NEW_IMAGE", described.Out);
        Assert.Matches("time to live +expires_at", described.Out);
        Assert.Matches("protection +off", described.Out);
        Assert.Matches("indexes +0", described.Out);
        Assert.Equal(0, dropped.ExitCode);
        Assert.DoesNotContain(_run.Table, gone.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_the_tables_and_what_they_are_as_JSON()
    {
        await _run.MakeTableAsync();

        var listed = await RunAsync("list-tables", "--json");
        var described = await RunAsync("describe-table", "--table", _run.Table, "--json");

        Assert.Contains(listed.Json.GetProperty("tables").EnumerateArray(), name => name.GetString() == _run.Table);
        Assert.Equal(_run.Table, described.Json.GetProperty("name").GetString());
        Assert.Equal("expires_at", described.Json.GetProperty("time_to_live").GetString());
        Assert.False(described.Json.GetProperty("deletion_protection").GetBoolean());
    }

    [Fact]
    public async Task What_a_table_lacked_and_what_stays_as_it_is_is_told()
    {
        var schema = await emulator.MakeTableAsync(request =>
        {
            request.StreamSpecification = null;
            request.BillingMode = "PROVISIONED";
            request.ProvisionedThroughput = new(5, 5);
        });

        var run = await RunAsync("schema-load", "--table", schema.Name);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(
            "it lacked, and has now: stream of NEW_IMAGE, time to live by expires_at.",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("Left as it is: billing is PROVISIONED", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_epoch_of_a_table_is_renewed()
    {
        await _run.MakeTableAsync();

        var first = await RunAsync("renew-epoch", "--table", _run.Table);
        var before = await EpochAsync();
        await RunAsync("renew-epoch", "--table", _run.Table);

        Assert.Contains("has a new epoch", first.Error, StringComparison.Ordinal);
        Assert.NotEqual(before, await EpochAsync(), StringComparer.Ordinal);

        async Task<string> EpochAsync()
        {
            var scan = await RunAsync("scan", "--table", _run.Table, "--json");
            return Assert.Single(scan.Json.GetProperty("items").EnumerateArray()).ToString();
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("yes", false)]
    [InlineData("its name", true)]
    public async Task Dropping_asks_for_the_name_of_the_table(string typed, bool isDropped)
    {
        await _run.MakeTableAsync();

        var drop = await _run.TypingAsync(typed == "its name" ? _run.Table : typed, "ddb", "drop", _run.Table);

        Assert.Equal(isDropped ? 0 : 1, drop.ExitCode);
        var listed = await RunAsync("list-tables");
        Assert.Equal(!isDropped, listed.Out.Contains(_run.Table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_protected_table_is_not_dropped_and_it_is_told_how_to_lift_that()
    {
        var schema = await emulator.MakeTableAsync(request => request.DeletionProtectionEnabled = true);

        var run = await RunAsync("drop", schema.Name, "--yes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--no-deletion-protection-enabled", run.Error, StringComparison.Ordinal);
        Assert.Contains(schema.Name, (await RunAsync("list-tables")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("describe-table", "--table", "nobody-made-it")]
    [InlineData("drop", "nobody-made-it", "--yes")]
    [InlineData("scan", "--table", "nobody-made-it")]
    [InlineData("seed", "--table", "nobody-made-it")]
    [InlineData("renew-epoch", "--table", "nobody-made-it")]
    [InlineData("patterns", "list-conversations", "alice", "--table", "nobody-made-it")]
    public async Task A_table_that_is_not_there_is_named(params string[] command)
    {
        var run = await RunAsync(command);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no table nobody-made-it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_DynamoDB_refuses_is_told_in_its_words()
    {
        var run = await RunAsync("schema-load", "--table", "no spaces");

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("cannot be reached", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_is_named_with_what_would_listen()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();

        var run = await CommandRun.Of("ddb", "list-tables", "--endpoint", endpoint);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"DynamoDB cannot be reached at {endpoint}/", run.Error, StringComparison.Ordinal);
        Assert.Contains("'cruddur ddb local'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_is_not_said_to_be_ready_where_another_program_answers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var run = await CommandRun.Of("ddb", "local", "--port", $"{port}");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains($"The port {port} is taken by another program.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--endpoint", "nowhere")]
    [InlineData("--endpoint", "http://127.0.0.1:8000", "--prod")]
    public async Task An_address_that_is_none_or_beside_prod_is_wrong_usage(params string[] options)
    {
        var run = await CommandRun.Of(["ddb", "list-tables", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--endpoint", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeding_leaves_inboxes_right_without_a_server_and_patterns_and_scan_read_them()
    {
        await _run.MakeTableAsync();

        var seeded = await RunAsync("seed", "--table", _run.Table);
        var again = await RunAsync("seed", "--table", _run.Table, "--json");
        var list = await RunAsync("patterns", "list-conversations", "alice", "--json", "--table", _run.Table);
        var groups = list.Json.GetProperty("message_groups").EnumerateArray().ToArray();
        var uuid = groups[0].GetProperty("uuid").GetString()!;
        var conversation = await RunAsync("patterns", "get-conversation", uuid, "--json", "--table", _run.Table);
        var scan = await RunAsync("scan", "--limit", "0", "--json", "--table", _run.Table);

        Assert.Equal(0, seeded.ExitCode);
        Assert.Contains($"In the table {_run.Table} at ", seeded.Error, StringComparison.Ordinal);
        Assert.Equal(0, again.Json.GetProperty("messages_added").GetInt32());
        Assert.Equal([2, 3, 0], groups.Select(group => group.GetProperty("unread_count").GetInt64()));
        Assert.Equal(20, groups[0].GetProperty("last_seq").GetInt64());
        Assert.Equal(0.5, list.Json.GetProperty("consumed").GetProperty("read_units").GetDouble());
        Assert.Equal(20, conversation.Json.GetProperty("messages").GetArrayLength());
        Assert.True(conversation.Json.GetProperty("consumed").GetProperty("read_units").GetDouble() > 0);
        Assert.Equal(126, scan.Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Who_is_not_there_is_told_with_the_command_that_shows_who_is()
    {
        await _run.MakeTableAsync();

        var run = await RunAsync("inbox", "check", "--handle", "nobody", "--table", _run.Table);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'cruddur ddb scan' shows who there is", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_folder_and_a_table_are_seeded_with_is_the_same()
    {
        using var folder = new DataFolderFixture();
        await _run.MakeTableAsync();
        string[] amount = ["--people", "8", "--messages", "300"];

        await CommandRun.Of(["seed", .. amount, "--data", folder.Path]);
        await RunAsync(["seed", .. amount, "--table", _run.Table]);

        var scan = await RunAsync("scan", "--limit", "0", "--json", "--table", _run.Table);
        Assert.Equal(
            KeysOf(await CommandRun.ItemsIn(folder)),
            KeysOf([.. scan.Json.GetProperty("items").EnumerateArray()]),
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<string> KeysOf(IReadOnlyList<System.Text.Json.JsonElement> items) =>
        items
            .Where(item => item.GetProperty("pk").GetString() != "FEED#inbox")
            .Select(item => $"{item.GetProperty("pk")} {item.GetProperty("sk")}")
            .Order(StringComparer.Ordinal);

    private Task<CommandRun> RunAsync(params string[] command) => _run.OfAsync(["ddb", .. command]);
}
