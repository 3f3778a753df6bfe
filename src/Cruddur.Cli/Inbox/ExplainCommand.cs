using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Patterns;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.MessageGroups;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary><c>cruddur unread explain HANDLE UUID</c>, and the same of <c>cruddur ddb</c>: why somebody's unread count in a message group is what it is.</summary>
internal static class ExplainCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Terminal terminal, ITableSource source)
    {
        var handle = new Argument<string>("HANDLE") { Description = "Whose count, with or without @." };
        var uuid = MessageGroupArgument.Create(source);
        var limit = CommonOptions.Whole("--limit", "List at most so many unread messages.", DefaultLimit, 0, 10_000);
        var text = new Option<bool>("--text") { Description = "Print what the unread messages say, too." };
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "explain",
            "Say why an unread count is what it is: the numbers it is the difference of, in the inbox's row and as the "
                + "messages say, and which messages are unread."
        )
        {
            Examples =
            {
                ($"{source.Program} unread explain alice 5a1f…", "why she has so many unread in this conversation"),
            },
        };
        command.Add(handle);
        command.Add(uuid);
        command.Add(limit);
        command.Add(text);
        source.AddTo(command);
        command.Add(json);
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                var table = opened.Table;
                await using var directory = await OpenedDirectory.OpenAsync(table, terminal.Time, cancellationToken);
                var typed = new TypedHandle(parsed.GetValue(handle)!);
                if (await typed.FindAsync(directory.People, cancellationToken) is not { } user)
                {
                    terminal.Error.WriteLine(typed.NobodyHasIt(opened.Name, source.Program));
                    return ExitCode.Failed;
                }
                var groups = new MessageGroupStore(table, terminal.Time);
                var messageGroupUuid = parsed.GetValue(uuid);
                if (await groups.FindForMemberAsync(messageGroupUuid, user.Uuid, cancellationToken) is not { } group)
                {
                    terminal.Error.WriteLine(
                        $"There is no message group {messageGroupUuid} of @{user.Handle} in {opened.Name}. "
                            + $"'{source.Program} patterns list-conversations {user.Handle}' shows the uuids."
                    );
                    return ExitCode.Failed;
                }
                var explanation = await UnreadExplanation.MakeAsync(
                    table,
                    group,
                    user,
                    parsed.GetValue(limit),
                    terminal.Time,
                    cancellationToken
                );
                var people = await directory.People.FindAllAsync([.. group.Members], cancellationToken);
                var printer = new ExplanationPrinter(
                    terminal,
                    explanation,
                    people,
                    parsed.GetValue(text),
                    source.Program
                );
                if (parsed.GetValue(json))
                {
                    printer.PrintJson();
                }
                else
                {
                    printer.PrintText();
                }
                return ExitCode.Done;
            }
        );
        return command;
    }
}
