using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Cognito;

/// <summary><c>cruddur cognito list-users</c>: handle and subject of everybody in the pool.</summary>
internal static class ListUsersCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, json) = (new PoolOptions(TableUse.Read), CommonOptions.Json());
        var command = new CruddurCommand(
            "list-users",
            "Print the handle and the subject (sub) of everybody in the pool, a line each."
        )
        {
            Notes =
            {
                "The handle is the pool's preferred_username; without one the line begins with a dash. All pages are read.",
            },
            Examples = { ("cruddur cognito list-users --prod --pool eu-west-1_AbCdEfGhI", "those of a pool on AWS") },
        };
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                await target.AnnounceAsync(terminal, cancellationToken);
                using var pool = target.Open(terminal.Time);
                var users = new List<ListedUser>();
                await foreach (var user in pool.ListUsersAsync(cancellationToken))
                {
                    users.Add(new ListedUser(user.Handle, user.Sub, user.Status.ToLowerInvariant()));
                }
                users.Sort((a, b) => string.CompareOrdinal(a.Handle, b.Handle));
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, new ListedUsers(users));
                    return ExitCode.Done;
                }
                Columns.Write(
                    terminal.Out,
                    [.. users.Select(user => new[] { VisibleText.Of(user.Handle ?? "-"), VisibleText.Of(user.Sub) })]
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    private sealed record ListedUsers(IReadOnlyList<ListedUser> Users);

    private sealed record ListedUser(string? Handle, string Sub, string Status);
}
