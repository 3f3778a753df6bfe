using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cruddur.Postgres;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>
/// A Postgres of the tests' own, on a free port of this machine, in a folder that goes with it. As root it runs as the user
/// <c>postgres</c>, as it refuses to run as root.
/// </summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    public const string User = "cruddur";
    public const string Password = "the-password-of-the-tests";
    private const string Ready = "database system is ready to accept connections";

    private readonly string _folder = Directory.CreateTempSubdirectory("cruddur-postgres-").FullName;
    private readonly string _programs;
    private Process? _server;

    private PostgresProcess(string programs) => _programs = programs;

    public int Port { get; } = FreePort();

    /// <summary>In the server's own database.</summary>
    public PostgresAddress Address => AddressOf("postgres");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes and starts one. Without Postgres on this machine the test is skipped, or fails where CI is.</summary>
    public static async Task<PostgresProcess> StartNewAsync()
    {
        var programs = FindPrograms();
        Assert.SkipUnless(
            programs is not null || Environment.GetEnvironmentVariable("CI") == "true",
            "There is no Postgres (initdb, postgres) on this machine; bin/test installs it."
        );
        var made = new PostgresProcess(programs ?? "");
        try
        {
            await made.InitializeAsync();
            await made.StartAsync();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public PostgresAddress AddressOf(string database)
    {
        Assert.True(PostgresAddress.TryParse(ConnectionStringOf(database), out var address, out var problem), problem);
        return address;
    }

    /// <summary>With timeouts that go before those of the settings, which a machine that is busy may reach.</summary>
    public string ConnectionStringOf(string database)
    {
        var seconds = (int)Eventually.Patience.TotalSeconds;
        return $"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database};Timeout={seconds};"
            + $"Command Timeout={seconds}";
    }

    public async Task StartAsync()
    {
        _server = Start("postgres", "-D", Data);
        var output = new StringWriter();
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, line) =>
        {
            lock (output)
            {
                output.WriteLine(line.Data);
            }
            if (line.Data is null)
            {
                isReady.TrySetException(new InvalidOperationException($"Postgres does not start: {output}"));
            }
            else if (line.Data.Contains(Ready, StringComparison.Ordinal))
            {
                isReady.TrySetResult();
            }
        };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        await isReady.Task.WaitAsync(Eventually.Patience);
    }

    /// <summary>At once, as when the machine is switched off.</summary>
    public async Task StopAsync()
    {
        if (_server is null)
        {
            return;
        }
        if (!_server.HasExited)
        {
            await RunAsync(Start("pg_ctl", "stop", "-D", Data, "-m", "immediate"), "pg_ctl stop");
        }
        await _server.WaitForExitAsync().WaitAsync(Eventually.Patience);
        _server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task InitializeAsync()
    {
        var passwordFile = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(Process.Start("chown", ["-R", "postgres", _folder]), "chown");
        }
        await RunAsync(
            Start(
                "initdb",
                [
                    "-D",
                    Data,
                    "-U",
                    User,
                    "--pwfile",
                    passwordFile,
                    "-A",
                    "scram-sha-256",
                    "-E",
                    "UTF8",
                    // Not what databases of this program have: they do not take theirs from the server.
                    OperatingSystem.IsLinux()
                        ? "--locale=C.UTF-8"
                        : "--locale=C",
                    "-N",
                ]
            ),
            "initdb"
        );
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"""

            port = {Port}
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 400
            shared_buffers = 32MB
            fsync = off
            log_min_messages = log

            """
        );
    }

    private Process Start(string program, params string[] arguments)
    {
        string[] line = [Path.Combine(_programs, program), .. arguments];
        string[] whole = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. line] : line;
        return Process.Start(
            new ProcessStartInfo(whole[0], whole[1..])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = _folder,
            }
        )!;
    }

    private static async Task RunAsync(Process process, string name)
    {
        using (process)
        {
            var error = process.StartInfo.RedirectStandardError
                ? process.StandardError.ReadToEndAsync()
                : Task.FromResult("");
            if (process.StartInfo.RedirectStandardOutput)
            {
                await process.StandardOutput.ReadToEndAsync();
            }
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{name}: {await error}");
        }
    }

    // In the PATH, or where Debian has them: beside each other, one folder a version.
    private static string? FindPrograms()
    {
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Concat(debian.OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin")))
            .FirstOrDefault(folder =>
                File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"))
            );

        static int Version(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
