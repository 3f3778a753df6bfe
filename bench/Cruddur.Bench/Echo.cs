namespace Cruddur.Bench;

/// <summary>
/// The yardstick: the same routes and the same shapes, with nothing behind them. What it does per second is what HTTP,
/// JSON and the load generator leave on this machine; everything else is ours.
/// </summary>
internal static class Echo
{
    private const int MessagesAPage = 20;
    private const int GroupsAnInbox = 10;

    public static async Task<int> RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var uuid = Guid.Parse("66678f28-1267-8470-b667-af9fbe9ef6b3");
        var at = DateTimeOffset.UnixEpoch;
        var page = Enumerable
            .Range(1, MessagesAPage)
            .Select(seq => MessageOf(uuid, uuid, seq, new string('x', 100), at));
        var inbox = Enumerable.Range(1, GroupsAnInbox).Select(seq => GroupOf(uuid, seq, new string('x', 100), at));
        var messages = page.ToArray();
        var groups = inbox.ToArray();
        app.MapPut(
            "/api/message_groups/{group:guid}/messages/{message:guid}",
            (Guid group, Guid message, Send body) => MessageOf(group, message, 1, body.Message, at)
        );
        app.MapGet("/api/messages/{group:guid}", (Guid group) => messages);
        app.MapGet("/api/message_groups", () => groups);
        app.Urls.Add(address);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    internal static Message MessageOf(Guid group, Guid uuid, long seq, string text, DateTimeOffset at) =>
        new(group, uuid, seq, group, "some_handle", "Some Body", text, at);

    internal static Group GroupOf(Guid uuid, long seq, string text, DateTimeOffset at) =>
        new(uuid, uuid, "some_handle", "Some Body", text, at, uuid, seq, seq, 0);

    internal sealed record Send(string Message);

    internal sealed record Message(
        Guid MessageGroupUuid,
        Guid Uuid,
        long Seq,
        Guid UserUuid,
        string Handle,
        string DisplayName,
        string Text,
        DateTimeOffset CreatedAt
    );

    internal sealed record Group(
        Guid Uuid,
        Guid UserUuid,
        string Handle,
        string DisplayName,
        string Message,
        DateTimeOffset CreatedAt,
        Guid LastUserUuid,
        long LastSeq,
        long ReadSeq,
        long UnreadCount
    );
}
