namespace Cruddur.Proof.BlackBox;

/// <summary>One of the servers: the program as it is delivered, which reaches its table through a proxy of its own.</summary>
internal sealed class ServerNode(BoxSetup setup, int number, string tableName, string folder, FaultProxy proxy)
    : IAsyncDisposable
{
    /// <summary>More than it takes to ask; clocks that are wrong are so by a minute.</summary>
    public static readonly TimeSpan WrongAtLeast = TimeSpan.FromSeconds(30);

    private static readonly string[] Offsets = ["+0", "+60", "-60"];

    private readonly int _port = LocalPort.Free();
    private ChildProcess? _process;
    private volatile TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number => number;

    public Uri Address => new($"http://127.0.0.1:{_port}/");

    public FaultProxy Proxy => proxy;

    /// <summary>Over while it serves; a client waits for it where it would otherwise try again at once.</summary>
    public Task Up => _up.Task;

    private bool HasWrongClock => setup.FakeTime is not null && number > 0;

    public async Task StartAsync()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_REGION"] = "us-east-1",
            // Three of these and the tests share a machine.
            ["DOTNET_gcServer"] = "0",
        };
        if (HasWrongClock)
        {
            environment["LD_PRELOAD"] = setup.FakeTime!;
            environment["FAKETIME"] = $"{Offsets[number % Offsets.Length]}s";
            // Time-outs go by that one, and it is right on a machine whose date is wrong.
            environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            // Else it takes the runtime's waits for waits by the other clock: they end at once, again and again, on every core.
            environment["FAKETIME_FORCE_MONOTONIC_FIX"] = "0";
        }
        string[] arguments =
        [
            setup.ServerProgram,
            "serve",
            $"--port={_port}",
            $"--data={folder}",
            "--Storage:Engine=DynamoDb",
            $"--Storage:TableName={tableName}",
            $"--Storage:Endpoint={proxy.Address}",
            "--Accounts:PasswordHashIterations=1000",
            "--RateLimits:Enabled=false",
            "--Live:HeartbeatInterval=00:00:01",
        ];
        _process = await ChildProcess.StartAsync("dotnet", arguments, environment, "ready at");
        _up.TrySetResult();
    }

    public async Task RestartAsync()
    {
        _up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process!.DisposeAsync();
        await StartAsync();
    }

    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        proxy.Dispose();
    }
}
