using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Inbox;

/// <summary><c>cruddur inbox check|repair</c>, and the same of <c>cruddur ddb</c>: compares inboxes with the log, which is the truth.</summary>
internal static class InboxCommand
{
    /// <param name="source">Makes one for each command.</param>
    public static Command Create(Terminal terminal, Func<TableUse, ITableSource> source)
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
                source(TableUse.Read)
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
                source(TableUse.Mend)
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
        ITableSource source
    )
    {
        var handle = new Option<string?>("--handle")
        {
            Description =
                "Only this person's rows, without reading the whole table. A row that is missing is not found so.",
            HelpName = "HANDLE",
        };
        var json = CommonOptions.Json();
        var command = new CruddurCommand(name, description)
        {
            Notes = { note },
            Examples =
            {
                ($"{source.Program} inbox {name}", "everybody's"),
                ($"{source.Program} inbox {name} --handle alice", "those of one person"),
            },
        };
        command.Add(handle);
        source.AddTo(command);
        command.Add(json);
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                var run = new InboxRun(terminal, opened, source.Program, repairs, parsed.GetValue(json));
                var typed = parsed.GetValue(handle) is { } text ? new TypedHandle(text) : null;
                return await run.RunAsync(typed, cancellationToken);
            }
        );
        return command;
    }
}
