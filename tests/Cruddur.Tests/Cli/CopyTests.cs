using Cruddur.Aws;
using Cruddur.Cli.Copy;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Storage.DynamoDb;

namespace Cruddur.Tests.Cli;

/// <summary><c>cruddur copy</c> between a folder and the emulator.</summary>
public sealed class CopyTests(Emulator emulator)
{
    private readonly EmulatorRun _run = new(emulator);

    private string DynamoDb => $"dynamodb:{_run.Table}";

    [Fact]
    public async Task A_folder_goes_to_DynamoDB_and_comes_back_the_same()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--people", "10", "--messages", "2000", "--data", folder.Path);
        await _run.MakeTableAsync();
        var back = Path.Combine(folder.Path, "back.db");

        var there = await _run.OfAsync("copy", "--from", $"sqlite:{folder.Path}", "--to", DynamoDb, "--json");
        var home = await _run.OfAsync("copy", "--from", DynamoDb, "--to", $"sqlite:{back}", "--json");

        Assert.Equal((0, 0), (there.ExitCode, home.ExitCode));
        Assert.Equal(Digest(there), Digest(home));
        Assert.True(there.Json.GetProperty("items").GetInt64() > 2000);
    }

    [Fact]
    public async Task A_copy_that_an_earlier_run_began_is_finished_and_says_so()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        await _run.MakeTableAsync();
        await PretendEarlierRunAsync(folder, 30);

        var run = await _run.OfAsync("copy", "--from", $"sqlite:{folder.Path}", "--to", DynamoDb);

        Assert.Contains("30 of them by an earlier run", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
        var left = await emulator.Client.GetItemAsync(_run.Table, KeyOf(CopyState.Key));
        Assert.Empty(left.Item ?? []);
    }

    [Fact]
    public async Task A_destination_that_was_tampered_with_is_told_with_both_counts_and_digests()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        await _run.MakeTableAsync();
        var first = await PretendEarlierRunAsync(folder, 30);
        await emulator.Client.DeleteItemAsync(_run.Table, KeyOf(first));

        var run = await _run.OfAsync("copy", "--from", $"sqlite:{folder.Path}", "--to", DynamoDb);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("The copy differs: sqlite:.* has 126 items of digest [0-9a-f]{64}, .* 125 items of", run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task A_source_that_a_server_uses_is_refused()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        await using var server = await folder.OpenAsync();

        var run = await CommandRun.Of("copy", "--from", $"sqlite:{folder.Path}", "--to", $"sqlite:{folder.Path}/other");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is in use by the process", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"{folder.Path}/other"));
    }

    [Fact]
    public async Task A_destination_with_items_is_refused()
    {
        using var folder = new DataFolderFixture();
        await CommandRun.Of("seed", "--data", folder.Path);
        await _run.MakeTableAsync();
        await _run.OfAsync("ddb", "seed", "--table", _run.Table);

        var run = await _run.OfAsync("copy", "--from", $"sqlite:{folder.Path}", "--to", DynamoDb);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("holds items already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_or_file_that_is_not_there_is_named()
    {
        using var folder = new DataFolderFixture();

        var noFile = await _run.OfAsync("copy", "--from", $"sqlite:{folder.Path}", "--to", DynamoDb);
        var noTable = await _run.OfAsync("copy", "--from", DynamoDb, "--to", $"sqlite:{folder.Path}");
        var itself = await _run.OfAsync("copy", "--from", DynamoDb, "--to", DynamoDb);

        Assert.Equal((1, 1, 1), (noFile.ExitCode, noTable.ExitCode, itself.ExitCode));
        Assert.Contains($"There is no database at {folder.Path}", noFile.Error, StringComparison.Ordinal);
        Assert.Contains($"There is no table {_run.Table}", noTable.Error, StringComparison.Ordinal);
        Assert.Contains("would be copied onto itself", itself.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--from", "sqlite:a")]
    [InlineData("--from", "sqlite:a", "--to", "postgres:b")]
    [InlineData("--from", "sqlite:", "--to", "sqlite:b")]
    public async Task An_address_that_is_none_is_wrong_usage(params string[] options)
    {
        var run = await CommandRun.Of(["copy", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage: cruddur copy", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Another account may have a table of the same name in the same region.</summary>
    [Fact]
    public void On_AWS_the_name_of_a_source_has_the_account()
    {
        Assert.Equal(
            "eu-central-1 of the account 123456789012",
            CopyAddress.DynamoDb.PlaceOf(new AwsAccount.Known("123456789012"), "eu-central-1")
        );
        Assert.Equal(
            "eu-central-1 of an unknown account",
            CopyAddress.DynamoDb.PlaceOf(new AwsAccount.Unknown("403 Forbidden"), "eu-central-1")
        );
    }

    private static string Digest(CommandRun run) => run.Json.GetProperty("digest").GetString()!;

    private static Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue> KeyOf(Key key) =>
        new(StringComparer.Ordinal) { ["pk"] = new(key.Partition), ["sk"] = new(key.Sort) };

    /// <summary>Leaves the emulator as a run that was killed would: some items and how far it came.</summary>
    /// <returns>The key of one of the items.</returns>
    private async Task<Key> PretendEarlierRunAsync(DataFolderFixture folder, int count)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var source = await folder.OpenAsync();
        var items = (await source.ScanAsync(null, count, cancellation)).Items;
        var table = emulator.Open(new TableSchema(_run.Table));
        foreach (var item in items)
        {
            await table.WriteAsync(new Write.Put(item, Condition.None), cancellation);
        }
        var state = new CopyState($"sqlite:{source.Path}", items[^1].Key, count);
        await table.WriteAsync(state.Begin(), cancellation);
        return items[0].Key;
    }
}
