using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Project;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>
/// DynamoDB for the tests: the emulator of the folder 'emulators' on a free port, one for all tests of the run, or whatever
/// CRUDDUR_TEST_DYNAMODB names, with the credentials and the region of the environment. What they make there they drop.
/// </summary>
public sealed class Emulator : IAsyncLifetime
{
    // Others may run these tests on the same account.
    private static readonly string Run = TestUuid.Next().ToString("N");
    private static int _tables;

    private readonly ConcurrentBag<string> _made = [];
    private DynamoDbConnection _connection = null!;
    private Process? _process;

    /// <summary>Whether the tests started it; otherwise it may be AWS.</summary>
    public bool IsOurs => _process is not null;

    public bool IsAws => _connection.IsAws;

    public IAmazonDynamoDB Client => _connection.Client;

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The table of all tests that keep to keys of their own.</summary>
    public TableSchema Schema { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Endpoint = new Uri(Environment.GetEnvironmentVariable("CRUDDUR_TEST_DYNAMODB") ?? Start());
        _connection = DynamoDbConnection.To(
            new DynamoDbSettings(new TableSchema("none"), Endpoint: Endpoint) { AttemptTimeout = Eventually.Patience }
        );
        Schema = await MakeTableAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        else if (_connection is not null)
        {
            foreach (var name in _made)
            {
                await DropAsync(name);
            }
        }
        _connection?.Dispose();
    }

    private string Start()
    {
        var program = Path.Combine(Checkout.Root, "emulators", "node_modules", "@dynoxide", "linux-x64", "dynoxide");
        Assert.SkipUnless(
            File.Exists(program) || Environment.GetEnvironmentVariable("CI") == "true",
            $"There is no {program}; bin/test installs it."
        );
        var port = FreePort();
        _process = Process.Start(
            new ProcessStartInfo(program, ["serve", "--port", $"{port}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return $"http://127.0.0.1:{port}";
    }

    public DynamoDbTable Open(TableSchema schema) => new(Client, schema, new UuidSource(TimeProvider.System));

    /// <summary>A name for a table that a test makes by itself.</summary>
    public string NewName()
    {
        var name = $"cruddur-test-{Run}-{Interlocked.Increment(ref _tables)}";
        _made.Add(name);
        return name;
    }

    /// <summary>A table of its own.</summary>
    public async Task<TableSchema> MakeTableAsync(Action<CreateTableRequest>? change = null)
    {
        var schema = new TableSchema(NewName()).WithoutProtection();
        var request = TableAdministration.RequestFor(schema);
        change?.Invoke(request);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Client.CreateTableAsync(request);
                break;
            }
            catch (HttpRequestException) when (watch.Elapsed < Eventually.Patience)
            {
                // It does not listen yet.
                await Task.Yield();
            }
        }
        await Eventually.True(
            async () => (await Client.DescribeTableAsync(schema.Name)).Table.TableStatus == TableStatus.ACTIVE,
            "the table is there"
        );
        return schema;
    }

    private async Task DropAsync(string name)
    {
        try
        {
            var table = (await Client.DescribeTableAsync(name)).Table;
            if (table.DeletionProtectionEnabled == true)
            {
                await Client.UpdateTableAsync(
                    new UpdateTableRequest { TableName = name, DeletionProtectionEnabled = false }
                );
            }
            await Client.DeleteTableAsync(name);
        }
        catch (ResourceNotFoundException)
        {
            // The test dropped it, or never made it.
        }
    }

    /// <summary>What a server is told, to keep its data in a table of its own.</summary>
    public async Task<string[]> SettingsOfNewTableAsync() =>
        [
            "--Storage:Engine=DynamoDb",
            $"--Storage:TableName={(await MakeTableAsync()).Name}",
            $"--Storage:Endpoint={Endpoint}",
            $"--Storage:AttemptTimeout={Eventually.Patience}",
        ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
