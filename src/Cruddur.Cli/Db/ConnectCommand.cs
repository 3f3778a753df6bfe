using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db connect</c>: Postgres' own terminal, psql, on the database.</summary>
internal static class ConnectCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new DbOptions(TableUse.Read);
        var command = new CruddurCommand("connect", "Open psql on the database.")
        {
            HandsOverTerminal = true,
            Notes = { "The password goes to psql in its environment, where other users of the machine cannot see it." },
            Examples = { ("cruddur db connect", "SQL by hand; \\q ends it") },
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) => RunAsync(terminal, options.TargetOf(parsed), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, DbTarget target, CancellationToken cancellationToken)
    {
        target.Announce(terminal);
        terminal.Flush();
        // Ctrl+C is psql's: it ends a query there, not this program, which waits for psql.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => signal.Cancel = true);
        try
        {
            using var psql = Process.Start(StartOf(target.Address))!;
            await psql.WaitForExitAsync(cancellationToken);
            return psql.ExitCode == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Win32Exception)
        {
            terminal.Error.WriteLine(
                "psql is not installed, or not in the PATH. On Debian and Ubuntu: sudo apt-get install postgresql-client. With it: psql "
                    + string.Join(' ', ArgumentsOf(target.Address))
            );
            return ExitCode.Failed;
        }
    }

    private static ProcessStartInfo StartOf(PostgresAddress address)
    {
        var start = new ProcessStartInfo("psql", ArgumentsOf(address)) { UseShellExecute = false };
        foreach (var (name, value) in address.LibpqEnvironment)
        {
            start.Environment[name] = value;
        }
        return start;
    }

    private static string[] ArgumentsOf(PostgresAddress address) =>
        [
            "--host",
            address.Host,
            "--port",
            address.Port.ToString(CultureInfo.InvariantCulture),
            .. address.Username is { } user ? new[] { "--username", user } : [],
            "--dbname",
            address.Database,
        ];
}
