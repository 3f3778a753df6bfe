using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.DynamoDb;

/// <summary><c>cruddur ddb local</c>: DynamoDB's emulator, from the packages of the checkout.</summary>
internal static class LocalCommand
{
    private const string FolderVariable = "CRUDDUR_EMULATORS";
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    public static Command Create(Terminal terminal)
    {
        var port = CommonOptions.Whole("--port", "The port to listen on; 0 takes any free one.", 8000, 0, 65535);
        var file = new Option<string?>("--file")
        {
            Description = "The file that holds the tables. Default: memory, and gone at the end.",
            HelpName = "FILE",
        };
        var command = new CruddurCommand("local", "Run an emulator of DynamoDB on this machine until Ctrl+C.")
        {
            Examples = { ("cruddur ddb local --file data/dynamodb.db", "tables that are there the next time") },
        };
        command.Add(port);
        command.Add(file);
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(terminal, parsed.GetValue(port), parsed.GetValue(file), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        int port,
        string? file,
        CancellationToken cancellationToken
    )
    {
        if (port != 0 && !IsFree(port))
        {
            // Asked first: whoever answers there would pass for the emulator.
            terminal.Error.WriteLine(
                $"The port {port} is taken by another program. Give another one with --port, or 0 for any free one."
            );
            return ExitCode.Failed;
        }
        var folder = Environment.GetEnvironmentVariable(FolderVariable) ?? "emulators";
        var program = Path.GetFullPath(Path.Combine(folder, "node_modules", "@dynoxide", "linux-x64", "dynoxide"));
        if (!File.Exists(program))
        {
            terminal.Error.WriteLine(
                $"There is no {program}. It comes with the checkout's packages: run bin/cruddur there, or 'npm ci' in the "
                    + $"folder 'emulators', and name that folder with {FolderVariable}. It runs on Linux on x64 alone; "
                    + "elsewhere any DynamoDB Local will do."
            );
            return ExitCode.Failed;
        }
        port = port == 0 ? FreePort() : port;
        string[] arguments = ["serve", "--port", $"{port}", .. file is null ? [] : (string[])["--db-path", file]];
        using var emulator = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        emulator.OutputDataReceived += (_, line) => terminal.Error.WriteLine(line.Data);
        emulator.ErrorDataReceived += (_, line) => terminal.Error.WriteLine(line.Data);
        emulator.BeginOutputReadLine();
        emulator.BeginErrorReadLine();
        try
        {
            if (await ListensAsync(emulator, port, terminal.Time, cancellationToken))
            {
                terminal.Out.WriteLine($"DynamoDB's emulator is ready at http://127.0.0.1:{port}");
                terminal.Out.Flush();
            }
            await emulator.WaitForExitAsync(cancellationToken);
            terminal.Error.WriteLine($"The emulator ended with {emulator.ExitCode}.");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
        finally
        {
            emulator.Kill();
        }
    }

    /// <returns>False when it ended first.</returns>
    private static async Task<bool> ListensAsync(
        Process emulator,
        int port,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        while (!emulator.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }
        return false;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
