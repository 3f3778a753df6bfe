using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Project;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>
/// DynamoDB for the tests: the emulator of the folder 'emulators' on a free port, one for all tests of the run, or whatever
/// CRUDDUR_TEST_DYNAMODB names.
/// </summary>
public sealed class Emulator : IAsyncLifetime
{
    private static int _tables;

    private Process? _process;

    /// <summary>Whether the tests started it; otherwise it may be AWS.</summary>
    public bool IsOurs => _process is not null;

    public AmazonDynamoDBClient Client { get; private set; } = null!;

    /// <summary>The table of all tests that keep to keys of their own.</summary>
    public TableSchema Schema { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var endpoint = Environment.GetEnvironmentVariable("CRUDDUR_TEST_DYNAMODB") ?? Start();
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = endpoint,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 2,
        };
        Client = new AmazonDynamoDBClient(new BasicAWSCredentials("test", "test"), config);
        Schema = await MakeTableAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
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

    /// <summary>A table of its own.</summary>
    public async Task<TableSchema> MakeTableAsync(Action<CreateTableRequest>? change = null)
    {
        var name = $"cruddur-test-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";
        var schema = new TableSchema(name).WithoutProtection();
        var request = TableAdministration.RequestFor(schema);
        change?.Invoke(request);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Client.CreateTableAsync(request);
                return schema;
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(20))
            {
                // It does not listen yet.
                await Task.Yield();
            }
        }
    }

    /// <summary>What a server is told, to keep its data in a table of its own.</summary>
    public async Task<string[]> SettingsOfNewTableAsync() =>
        [
            "--Storage:Engine=DynamoDb",
            $"--Storage:TableName={(await MakeTableAsync()).Name}",
            $"--Storage:Endpoint={Client.Config.ServiceURL}",
        ];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
