using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Cli.Patterns;

/// <summary><c>cruddur patterns get-conversation UUID</c>: the newest messages of a group, oldest of them first.</summary>
internal static class GetConversationCommand
{
    private const int Limit = 20;

    public static Command Create(Terminal terminal, ITableSource source)
    {
        var uuid = MessageGroupArgument.Create(source);
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "get-conversation",
            $"The newest {Limit} messages of a message group, the oldest of them first: handle, time, text."
        )
        {
            Examples = { ($"{source.Program} patterns get-conversation 5a1f…", "the end of what was said there") },
        };
        command.Add(uuid);
        source.AddTo(command);
        command.Add(json);
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                var table = opened.Table;
                var group = await new MessageGroupStore(table, terminal.Time).FindAsync(
                    parsed.GetValue(uuid),
                    cancellationToken
                );
                if (group is null)
                {
                    terminal.Error.WriteLine(
                        $"There is no message group {parsed.GetValue(uuid)} in {opened.Name}. "
                            + $"'{source.Program} patterns list-conversations HANDLE' shows the uuids of somebody's."
                    );
                    return ExitCode.Failed;
                }
                await PrintAsync(terminal, table, group, parsed.GetValue(json), cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        Terminal terminal,
        ITable table,
        MessageGroup group,
        bool json,
        CancellationToken cancellationToken
    )
    {
        await using var directory = await OpenedDirectory.OpenAsync(table, terminal.Time, cancellationToken);
        var page = await new MessageLog(table).BeforeAsync(
            group.Uuid,
            null,
            Limit,
            Consistency.Eventual,
            cancellationToken
        );
        var people = await directory.People.FindAllAsync([.. group.Members], cancellationToken);
        var messages = page
            .Entries.Select(entry => Message.Of(entry, people.GetValueOrDefault(entry.SenderUuid)))
            .ToArray();
        if (json)
        {
            JsonOutput.Write(terminal, new Conversation(group.Uuid, messages, ConsumedUnits.Of(page.Cost)));
            return;
        }
        Columns.Write(terminal.Out, [.. messages.Select(message => message.ToRow())]);
        terminal.Out.Flush();
        terminal.Error.WriteLine($"{messages.Length} messages. {Wording.Consumed(page.Cost)}");
    }

    private sealed record Conversation(Guid MessageGroupUuid, Message[] Messages, ConsumedUnits Consumed);

    /// <summary>As the API shows a message.</summary>
    private sealed record Message(
        Guid Uuid,
        long Seq,
        Guid UserUuid,
        string? Handle,
        string? DisplayName,
        [property: System.Text.Json.Serialization.JsonPropertyName("message")] string Text,
        string CreatedAt
    )
    {
        public static Message Of(MessageEntry entry, UserProfile? sender) =>
            new(
                entry.MessageUuid,
                entry.Seq,
                entry.SenderUuid,
                sender?.Handle.Value,
                sender?.DisplayName.Value,
                entry.Text,
                Wording.Of(entry.CreatedAt)
            );

        public string[] ToRow() => [Handle ?? UserUuid.ToString("D"), CreatedAt, VisibleText.Of(Text)];
    }
}
