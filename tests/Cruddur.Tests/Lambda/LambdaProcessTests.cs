using System.Diagnostics;
using System.Text.Json;
using Cruddur.Inbox;
using Cruddur.Storage.DynamoDb.Streams;
using Cruddur.Tests.Project;
using Cruddur.Tests.Storage.DynamoDb;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Lambda;

/// <summary>
/// The real program, between Lambda's runtime API and the emulator; the packaged one, where CRUDDUR_TEST_LAMBDA names it.
/// </summary>
public sealed class LambdaProcessTests(Emulator emulator) : IAsyncLifetime
{
    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    // Far enough from now for any machine.
    private static readonly DateTimeOffset Deadline = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10);

    private RuntimeStandIn _lambda = null!;
    private Process? _process;

    public async ValueTask InitializeAsync() => _lambda = await RuntimeStandIn.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        await _lambda.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_answered_until_it_is_told_to_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        var table = await StreamedTable.MakeAsync(emulator);
        var group = await table.WriteAsync(Alice, Bob, 3);
        var body = StreamedTable.EventOf(await table.RecordsAsync());
        Start(("Storage__TableName", table.Schema.Name), ("AWS_ENDPOINT_URL_DYNAMODB", table.Endpoint.ToString()));

        var garbage = await _lambda.InvokeAsync("garbage", Deadline);
        var applied = await _lambda.InvokeAsync(body, Deadline);
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal("Function.EventException", garbage.ErrorType);
        Assert.Equal("response", applied.Kind);
        Assert.Empty(applied.Failures);
        var row = (await new InboxReader(table.Table).FindAsync(Bob, group.Uuid, CancellationToken.None))!;
        Assert.Equal((3, 3), (row.LastSeq, row.UnreadCount));
        Assert.Equal(0, _process.ExitCode);
        var line = JsonElement.Parse(await _process.StandardOutput.ReadToEndAsync());
        Assert.Equal("ERROR", line.GetProperty("level").GetString());
        Assert.Equal(3104, line.GetProperty("event").GetInt32());
    }

    [Fact]
    public async Task A_table_that_does_not_answer_fails_the_batch_from_its_lowest_record()
    {
        var table = await StreamedTable.MakeAsync(emulator);
        await table.WriteAsync(Alice, Bob, 3);
        var records = await table.RecordsAsync();
        Start(("Storage__TableName", "not-there"), ("AWS_ENDPOINT_URL_DYNAMODB", table.Endpoint.ToString()));

        var answer = await _lambda.InvokeAsync(StreamedTable.EventOf(records), Deadline);

        var first = records
            .Select(StreamRecord.Of)
            .First(record => InboxProjector.Follows(record.Change!.Kind, record.Change.Key));
        Assert.Equal(first.SequenceNumber, Assert.Single(answer.Failures));
    }

    [Theory]
    [InlineData("Storage__TableName", "not a name", "Storage__TableName")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "nowhere", "AWS_ENDPOINT_URL_DYNAMODB")]
    public async Task A_setting_that_cannot_be_right_is_told_to_Lambda_and_ends_it(
        string name,
        string value,
        string said
    )
    {
        Start((name, value));

        var error = await _lambda.InitError;
        await _process!.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal("Runtime.ConfigInvalid", error.ErrorType);
        Assert.Contains(said, error.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, _process.ExitCode);
    }

    [Fact]
    public async Task Started_by_hand_it_says_who_starts_it()
    {
        Start(("AWS_LAMBDA_RUNTIME_API", ""));

        await _process!.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal(1, _process.ExitCode);
        Assert.Contains(
            "AWS_LAMBDA_RUNTIME_API is not set",
            await _process.StandardOutput.ReadToEndAsync(),
            StringComparison.Ordinal
        );
    }

    private void Start(params (string Name, string Value)[] environment)
    {
        var start = Environment.GetEnvironmentVariable("CRUDDUR_TEST_LAMBDA") is { } packaged
            ? new ProcessStartInfo(packaged)
            : new ProcessStartInfo("dotnet", [Checkout.ProgramOf("Cruddur.Lambda")]);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
        {
            start.Environment.Remove(name);
        }
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = _lambda.Address;
        start.Environment["AWS_REGION"] = "us-east-1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
    }
}
