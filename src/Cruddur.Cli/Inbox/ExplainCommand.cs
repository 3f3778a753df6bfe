using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.MessageGroups;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary><c>cruddur unread explain HANDLE UUID</c>: why somebody's unread count in a message group is what it is.</summary>
internal static class ExplainCommand
{
    private const int DefaultLimit = 100;

    public static Command Create(Terminal terminal)
    {
        var handle = new Argument<string>("HANDLE") { Description = "Whose count, with or without @." };
        var uuid = new Argument<Guid>("UUID")
        {
            Description = "Of the message group, as 'cruddur patterns list-conversations' shows it.",
            CustomParser = result =>
            {
                if (Guid.TryParse(result.Tokens[0].Value, out var parsed))
                {
                    return parsed;
                }
                result.AddError(
                    $"'{result.Tokens[0].Value}' is no uuid; 'cruddur patterns list-conversations HANDLE' shows them."
                );
                return default;
            },
        };
        var limit = CommonOptions.Whole("--limit", "List at most so many unread messages.", DefaultLimit, 0, 10_000);
        var text = new Option<bool>("--text") { Description = "Print what the unread messages say, too." };
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "explain",
            "Say why an unread count is what it is: the numbers it is the difference of, in the inbox's row and as the "
                + "messages say, and which messages are unread."
        )
        {
            Examples = { ("cruddur unread explain alice 5a1f…", "why she has so many unread in this conversation") },
        };
        command.Add(handle);
        command.Add(uuid);
        command.Add(limit);
        command.Add(text);
        command.Add(data);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var table = DataFolder.OpenReadOnly(DataFolder.Find(parsed.GetValue(data)), terminal.Time);
                using var directory = new TableUserDirectory(table, terminal.Time);
                var typed = parsed.GetValue(handle)!;
                if (await TypedHandle.FindAsync(typed, directory, cancellationToken) is not { } user)
                {
                    terminal.Error.WriteLine(TypedHandle.NobodyHas(typed, table.Path));
                    return ExitCode.Failed;
                }
                var groups = new MessageGroupStore(table, terminal.Time);
                var messageGroupUuid = parsed.GetValue(uuid);
                if (await groups.FindForMemberAsync(messageGroupUuid, user.Uuid, cancellationToken) is not { } group)
                {
                    terminal.Error.WriteLine(
                        $"There is no message group {messageGroupUuid} of @{user.Handle} in {table.Path}. "
                            + $"'cruddur patterns list-conversations {user.Handle}' shows the uuids."
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
                var people = await directory.FindAllAsync([.. group.Members], cancellationToken);
                var printer = new ExplanationPrinter(terminal, explanation, people, parsed.GetValue(text));
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
