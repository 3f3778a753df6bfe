using Cruddur.Cli.Seed;
using Cruddur.Cli.Seed.Plausible;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Pricing;

/// <summary>
/// Runs a day's turns through the code of the server, with a clock of its own: one server, and a projector that gathers
/// entries as it does behind DynamoDB's stream. What each part of it asks of the table is counted apart.
/// </summary>
internal sealed class ChatDayRun
{
    private const int PageSize = 20;

    private readonly DayClock _clock = new();
    private readonly PlausibleTexts _texts = new();
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> _events = new();
    private readonly List<Change> _gathered = [];
    private readonly DayUsage _usage = new();
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;
    private readonly MessageLog _conversations;
    private readonly InboxReader _lists;
    private readonly ReadMarks _marks;
    private readonly InboxProjector _projector;
    private long _order;
    private long _sent;

    public ChatDayRun(ITable table)
    {
        _groups = new MessageGroupStore(Counting(_usage.OpeningGroups), _clock);
        var sending = Counting(_usage.Sending);
        // Only one server sends here: there is nobody to keep out of the way of by chance.
        _sender = new MessageSender(sending, _groups, new MessageLog(sending), _clock, new Random(0));
        _projector = new InboxProjector(Counting(_usage.Inboxes), _groups, _clock);
        _lists = new InboxReader(Counting(_usage.ReadingLists));
        _conversations = new MessageLog(Counting(_usage.ReadingConversations));
        var marking = Counting(_usage.MarkingRead);
        var log = new MessageLog(marking);
        var reconciler = new InboxReconciler(marking, log, _clock, NullLogger<InboxReconciler>.Instance);
        _marks = new ReadMarks(marking, _groups, log, new InboxReader(marking), reconciler, _clock);

        ITable Counting(TableMeter meter) => new MeteredTable(table, meter.Count);
    }

    public async Task<DayUsage> RunAsync(ChatDay day, CancellationToken cancellationToken)
    {
        foreach (var turn in day.Turns())
        {
            At(turn.At, () => TakeTurnAsync(turn, cancellationToken));
        }
        while (_events.TryDequeue(out var act, out var due))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _clock.Now = due.At;
            await act();
        }
        return _usage;
    }

    private async Task TakeTurnAsync(Turn turn, CancellationToken cancellationToken)
    {
        var group = await _groups.OpenDirectAsync(turn.Sender, turn.Other, cancellationToken);
        var shown = await OpenAsync(group.Uuid, cancellationToken);
        var last = turn.At;
        for (var i = 0; i < turn.Messages; i++)
        {
            last = turn.At + i * ChatDay.BurstPause;
            At(last, () => SendAsync(group.Uuid, turn.Sender, shown, cancellationToken));
        }
        At(last + ChatDay.LookPause, () => LookAsync(group.Uuid, turn.Other, cancellationToken));
    }

    private async Task SendAsync(Guid group, Guid sender, long shown, CancellationToken cancellationToken)
    {
        var uuid = SeedUuid.Of("cost message", $"{++_sent}");
        var result = await _sender.SendAsync(
            new SendRequest(group, sender, uuid, shown, _texts.Of(uuid)),
            cancellationToken
        );
        cancellationToken.ThrowIfCancellationRequested();
        if (result is not SendResult.Sent sent)
        {
            throw new InvalidOperationException($"Sending {uuid} to {group} ended with {result}.");
        }
        var item = sent.Entry.ToItem();
        _usage.Add(item);
        // As the stream will have it.
        _gathered.Add(new Change(ChangeKind.Insert, item.Key, item));
        if (_gathered.Count == 1)
        {
            var batch = _usage.Batches;
            // Unless enough were gathered before.
            At(
                _clock.Now + InboxProjector.GatheringWindow,
                () => _usage.Batches == batch ? ApplyAsync(cancellationToken) : Task.CompletedTask
            );
        }
        else if (_gathered.Count == InboxProjector.MostGathered)
        {
            await ApplyAsync(cancellationToken);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await _projector.ApplyAsync(_gathered, cancellationToken);
        _gathered.Clear();
        _usage.Batches++;
    }

    /// <summary>The other one sees the list, opens the conversation, and has read it.</summary>
    private async Task LookAsync(Guid group, Guid reader, CancellationToken cancellationToken)
    {
        await _lists.ListAsync(reader, null, PageSize, cancellationToken);
        var shown = await OpenAsync(group, cancellationToken);
        await _marks.MarkAsync(group, reader, shown, cancellationToken);
    }

    /// <returns>The last sequence that is shown; 0 when there is nothing yet.</returns>
    private async Task<long> OpenAsync(Guid group, CancellationToken cancellationToken)
    {
        var page = await _conversations.BeforeAsync(group, null, PageSize, Consistency.Strong, cancellationToken);
        return page.Entries.Count == 0 ? 0 : page.Entries[^1].Seq;
    }

    private void At(DateTimeOffset at, Func<Task> act) => _events.Enqueue(act, (at, _order++));
}
