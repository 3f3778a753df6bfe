using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>Two people who write to each other, and meters on what the sends and the inboxes ask of the table.</summary>
internal sealed class MessageCosts
{
    /// <summary>Twenty messages so far apart are within a second.</summary>
    private static readonly TimeSpan Typing = TimeSpan.FromMilliseconds(45);

    private readonly ITable _engine;
    private readonly ManualTimeProvider _time;
    private readonly MessageGroupStore _groups;
    private readonly MessageSender _sender;
    private readonly Guid _alice = TestUuid.Next();
    private readonly Guid _bob = TestUuid.Next();
    private Guid _group;
    private long _lastSeq;
    private string? _position;

    public MessageCosts(ITable engine, ManualTimeProvider time)
    {
        _engine = engine;
        _time = time;
        ProjectorTable = new MeteredTable(engine, Inboxes.Count);
        _groups = new MessageGroupStore(new MeteredTable(engine, Sending.Count), time);
        _sender = NewSender(_groups);
        Projector = new InboxProjector(ProjectorTable, _groups, time);
    }

    public TableMeter Sending { get; } = new();

    public TableMeter Inboxes { get; } = new();

    public ITable ProjectorTable { get; }

    public InboxProjector Projector { get; }

    /// <summary>Write units a message of bursts, inboxes included, by the model.</summary>
    public static async Task<double> WriteUnitsAsync(int burst)
    {
        const int bursts = 10;
        var memory = new MemoryTable();
        var costs = new MessageCosts(memory, new ManualTimeProvider());
        await costs.BeginAsync();
        for (var i = 0; i < bursts; i++)
        {
            await costs.SendAsync(burst);
            await costs.ApplyAsync(memory);
        }
        return (costs.Sending.Total.WriteUnits + costs.Inboxes.Total.WriteUnits) / (bursts * burst);
    }

    /// <summary>Opens the message group and forgets what that cost.</summary>
    public async Task BeginAsync()
    {
        _group = (await _groups.OpenDirectAsync(_alice, _bob, CancellationToken.None)).Uuid;
        await SendAsync(1);
        Sending.Reset();
        Inboxes.Reset();
    }

    /// <summary>A burst of messages.</summary>
    public Task SendAsync(int count, string text = "Shall we meet at half past eight?") =>
        SendAsync(_sender, count, text);

    /// <summary>From a server that has not sent to this group yet, and perhaps has not read it either.</summary>
    public Task SendFromElsewhereAsync(bool knowsTheGroup) =>
        SendAsync(
            NewSender(knowsTheGroup ? _groups : new MessageGroupStore(new MeteredTable(_engine, Sending.Count), _time)),
            1,
            "Good morning"
        );

    /// <summary>Applies what a feed has, as after a window.</summary>
    public async Task ApplyAsync(IChangeFeed feed)
    {
        var page = await feed.ReadAsync(_position, 1000, CancellationToken.None);
        _position = page.Next;
        await Projector.ApplyAsync(page.Changes, CancellationToken.None);
    }

    /// <summary>Whether both inboxes are where the log is.</summary>
    public async Task<bool> InboxesFollowAsync()
    {
        var inbox = new InboxReader(_engine);
        return (await inbox.FindAsync(_alice, _group, CancellationToken.None))!.LastSeq == _lastSeq
            && (await inbox.FindAsync(_bob, _group, CancellationToken.None))!.LastSeq == _lastSeq;
    }

    private MessageSender NewSender(MessageGroupStore groups) =>
        new(
            new MeteredTable(_engine, Sending.Count),
            groups,
            new MessageLog(new MeteredTable(_engine, Sending.Count)),
            _time,
            new Random(1)
        );

    private async Task SendAsync(MessageSender sender, int count, string text)
    {
        var parsed = Assert.IsType<MessageTextResult.Valid>(MessageText.Parse(text)).Text;
        for (var i = 0; i < count; i++)
        {
            var request = new SendRequest(_group, _alice, TestUuid.Next(), _lastSeq, parsed);
            var sent = Assert.IsType<SendResult.Sent>(await sender.SendAsync(request, CancellationToken.None));
            _lastSeq = sent.Entry.Seq;
            _time.Advance(Typing);
        }
    }
}
