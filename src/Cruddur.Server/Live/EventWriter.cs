using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cruddur.Live;
using Cruddur.Messages;
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

    /// <returns>One, but for rows: one each.</returns>
    public async IAsyncEnumerable<SseItem<byte[]>> WriteAsync(
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
                yield return Item(sent, "message.created", await MessageAsync(created.Entry, cancellationToken));
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

    // Anew for each stream: that is quicker than to remember for a moment what it was for another one.
    private async ValueTask<byte[]> MessageAsync(MessageEntry entry, CancellationToken cancellationToken)
    {
        var people = await directory.FindAllAsync([entry.SenderUuid], cancellationToken);
        return Json(new MessageCreatedData(entry.MessageGroupUuid, entry.Seq, MessageAnswer.Of(entry, people)));
    }

    private byte[] Json<TData>(TData data) => JsonSerializer.SerializeToUtf8Bytes(data, json.Value.SerializerOptions);

    private static SseItem<byte[]> Item(SentEvent sent, string type, byte[] data, TimeSpan? retry = null) =>
        new(data, type) { EventId = sent.Cursor.ToString(), ReconnectionInterval = retry };
}
