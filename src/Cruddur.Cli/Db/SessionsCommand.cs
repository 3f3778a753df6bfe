using System.CommandLine;
using System.Globalization;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db sessions</c>: who is connected.</summary>
internal static class SessionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, json) = (new DbOptions(TableUse.Read), CommonOptions.Json());
        var command = new CruddurCommand("sessions", "Print who is connected to the database, the oldest first.")
        {
            Notes = { "What they ask is not shown: it may have names and addresses in it." },
            Examples = { ("cruddur db sessions --json", "for another program") },
        };
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                target.Announce(terminal);
                await using var server = target.Server();
                if (!await server.ExistsAsync(cancellationToken))
                {
                    terminal.Error.WriteLine($"There is no database {target.Name}.");
                    return ExitCode.Failed;
                }
                var sessions = await server.SessionsAsync(cancellationToken);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, new Listing(target.Address.Database, sessions));
                    return ExitCode.Done;
                }
                Columns.Write(terminal.Out, [.. sessions.Select(RowOf)]);
                terminal.Out.Flush();
                terminal.Error.WriteLine($"{Wording.Of(sessions.Count)} sessions of {target.Name}.");
                if (sessions.Any(IsHidden))
                {
                    terminal.Error.WriteLine(
                        "Postgres does not show this user what others do. Who may see it has: GRANT pg_read_all_stats TO …"
                    );
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static bool IsHidden(PostgresSession session) => session.Since is null;

    private static string[] RowOf(PostgresSession session) =>
        [
            session.Pid.ToString(CultureInfo.InvariantCulture),
            VisibleText.Of(session.User),
            VisibleText.Of(session.Application ?? ""),
            session.Client ?? "not shown",
            session.State ?? "",
            session.Since is { } since ? Wording.Of(since) : "",
        ];

    private sealed record Listing(string Database, IReadOnlyList<PostgresSession> Sessions);
}
