using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Cli.Inbox;

/// <summary><c>cruddur inbox check|repair</c>: compares inboxes with the log, which is the truth.</summary>
internal static class InboxCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand(
            "inbox",
            "Compare the lists of conversations, and what is unread in them, with the messages."
        );
        command.Add(
            Create(
                terminal,
                "check",
                "Say which rows of inboxes are not what the messages say. Works beside a running server.",
                "Exits with 1 when a row is wrong. A row that is some seconds behind a new message is not: the server is\n"
                    + "about to bring it up.",
                repairs: false,
                (data, _) => Task.FromResult(DataFolder.OpenReadOnly(DataFolder.Find(data), terminal.Time))
            )
        );
        command.Add(
            Create(
                terminal,
                "repair",
                "Make all rows of inboxes what the messages say, and those that are missing.",
                "How far somebody has read stays, but for a row that is missing: there all is unread. Exits with 1 when a row\n"
                    + "could not be repaired.",
                repairs: true,
                (data, cancellationToken) =>
                    DataFolder.OpenExistingAsync(DataFolder.Find(data), terminal.Time, cancellationToken)
            )
        );
        return command;
    }

    private static CruddurCommand Create(
        Terminal terminal,
        string name,
        string description,
        string note,
        bool repairs,
        Func<string?, CancellationToken, Task<SqliteTable>> open
    )
    {
        var handle = new Option<string?>("--handle")
        {
            Description =
                "Only this person's rows, without reading the whole table. A row that is missing is not found so.",
            HelpName = "HANDLE",
        };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new CruddurCommand(name, description)
        {
            Notes = { note },
            Examples =
            {
                ($"cruddur inbox {name}", "everybody's"),
                ($"cruddur inbox {name} --handle alice", "those of one person"),
            },
        };
        command.Add(handle);
        command.Add(data);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var table = await open(parsed.GetValue(data), cancellationToken);
                var run = new InboxRun(terminal, table, table.Path, repairs, parsed.GetValue(json));
                return await run.RunAsync(parsed.GetValue(handle), cancellationToken);
            }
        );
        return command;
    }
}
