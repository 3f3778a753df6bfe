using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cruddur.Live;
using Cruddur.Server.MessageGroups;
using Cruddur.Server.Messages;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Live;

/// <summary>Writes events as clients read them.</summary>
internal sealed class EventWriter(IUserDirectory directory, IOptions<JsonOptions> json, IOptions<LiveOptions> live)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    // The same message goes to every stream of both members. It may be written twice when two begin at once; no harm.
    private readonly ConditionalWeakTable<LiveEvent.MessageCreated, string> _messages = [];

    /// <returns>One, but for rows: one each.</returns>
    public async IAsyncEnumerable<SseItem<string>> WriteAsync(
        SentEvent sent,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        switch (sent.Event)
        {
            case LiveEvent.Ready ready:
                var (cursor, heartbeat) = (ready.Cursor, live.Value.HeartbeatInterval.TotalSeconds);
                var first = new ReadyData(cursor.ToString(), cursor.Epoch, ready.IsResumed, heartbeat);
                yield return Item(sent, "ready", Json(first), Retry);
                break;
            case LiveEvent.Reset { Fault: var fault }:
                yield return Item(sent, "reset", Json(new ResetData(fault is CursorFault.Epoch ? "epoch" : "cursor")));
                break;
            case LiveEvent.InboxChanged { Rows: var rows }:
                var people = await directory.FindAllAsync(
                    [.. rows.Select(row => row.OtherUserUuid)],
                    cancellationToken
                );
                foreach (var row in rows)
                {
                    yield return Item(
                        sent,
                        "inbox.changed",
                        Json(new InboxChangedData(MessageGroupAnswer.Of(row, people)))
                    );
                }
                break;
            case LiveEvent.MessageCreated created:
                yield return Item(sent, "message.created", await WriteOnceAsync(created, cancellationToken));
                break;
            case LiveEvent.ReadAdvanced(var group, var user, var readSeq):
                yield return Item(sent, "read.advanced", Json(new ReadAdvancedData(group, user, readSeq)));
                break;
            case LiveEvent.Typing(var group, var user):
                yield return Item(sent, "typing", Json(new TypingData(group, user)));
                break;
            case LiveEvent.Heartbeat(var digest, var unreadCount):
                yield return Item(sent, "heartbeat", Json(new HeartbeatData(digest, unreadCount)));
                break;
            default:
                throw new InvalidOperationException($"Unknown event {sent.Event.GetType().Name}.");
        }
    }

    private async ValueTask<string> WriteOnceAsync(
        LiveEvent.MessageCreated created,
        CancellationToken cancellationToken
    )
    {
        if (_messages.TryGetValue(created, out var written))
        {
            return written;
        }
        var entry = created.Entry;
        var people = await directory.FindAllAsync([entry.SenderUuid], cancellationToken);
        written = Json(new MessageCreatedData(entry.MessageGroupUuid, entry.Seq, MessageAnswer.Of(entry, people)));
        _messages.AddOrUpdate(created, written);
        return written;
    }

    private string Json<TData>(TData data) => JsonSerializer.Serialize(data, json.Value.SerializerOptions);

    private static SseItem<string> Item(SentEvent sent, string type, string data, TimeSpan? retry = null) =>
        new(data, type) { EventId = sent.Cursor.ToString(), ReconnectionInterval = retry };
}
