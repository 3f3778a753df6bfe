using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Cli.Patterns;

/// <summary><c>cruddur patterns list-conversations HANDLE</c>: a user's message groups, newest activity first.</summary>
internal static class ListConversationsCommand
{
    private const int Limit = 20;

    public static Command Create(Terminal terminal, ITableSource source)
    {
        var handle = new Argument<string>("HANDLE") { Description = "Whose, with or without @." };
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "list-conversations",
            $"A user's message groups, newest activity first; the first {Limit}."
        )
        {
            Examples =
            {
                (
                    $"{source.Program} patterns list-conversations alice",
                    "her uuids, people, unread counts and last messages"
                ),
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
                var table = opened.Table;
                await using var directory = await OpenedDirectory.OpenAsync(table, terminal.Time, cancellationToken);
                var typed = new TypedHandle(parsed.GetValue(handle)!);
                if (await typed.FindAsync(directory.People, cancellationToken) is not { } user)
                {
                    terminal.Error.WriteLine(typed.NobodyHasIt(opened.Name, source.Program));
                    return ExitCode.Failed;
                }
                await ListAsync(terminal, table, directory.People, user, parsed.GetValue(json), cancellationToken);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static async Task ListAsync(
        Terminal terminal,
        ITable table,
        IUserDirectory directory,
        UserProfile user,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var page = await new InboxReader(table).ListAsync(user.Uuid, null, Limit, cancellationToken);
        var others = await directory.FindAllAsync([.. page.Rows.Select(row => row.OtherUserUuid)], cancellationToken);
        var conversations = page
            .Rows.Select(row => Conversation.Of(row, others.GetValueOrDefault(row.OtherUserUuid)))
            .ToArray();
        if (json)
        {
            JsonOutput.Write(
                terminal,
                new Listing(
                    user.Uuid,
                    user.Handle.Value,
                    conversations,
                    page.Next is not null,
                    ConsumedUnits.Of(page.Cost)
                )
            );
            return;
        }
        Columns.Write(terminal.Out, [.. conversations.Select(conversation => conversation.ToRow())]);
        terminal.Out.Flush();
        terminal.Error.WriteLine(
            $"{page.Rows.Count} message groups of @{user.Handle}{(page.Next is null ? "" : ", and there are more")}. "
                + Wording.Consumed(page.Cost)
        );
    }

    private sealed record Listing(
        Guid UserUuid,
        string Handle,
        Conversation[] MessageGroups,
        bool More,
        ConsumedUnits Consumed
    );

    /// <summary>As the API shows a message group.</summary>
    private sealed record Conversation(
        Guid Uuid,
        Guid UserUuid,
        string? Handle,
        string? DisplayName,
        string Message,
        string CreatedAt,
        Guid LastUserUuid,
        long LastSeq,
        long ReadSeq,
        long UnreadCount
    )
    {
        public static Conversation Of(InboxRow row, UserProfile? other) =>
            new(
                row.MessageGroupUuid,
                row.OtherUserUuid,
                other?.Handle.Value,
                other?.DisplayName.Value,
                row.Preview!,
                Wording.Of(row.LastMessageAt!.Value),
                row.LastUserUuid!.Value,
                row.LastSeq,
                row.ReadSeq,
                row.UnreadCount
            );

        public string[] ToRow() =>
            [
                Uuid.ToString("D"),
                Handle ?? UserUuid.ToString("D"),
                $"{Wording.Of(UnreadCount)} unread",
                CreatedAt,
                VisibleText.Of(Message),
            ];
    }
}
