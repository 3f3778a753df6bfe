using System.Text;

namespace Cruddur.Proof.Live;

/// <summary>
/// A client that does what docs/api.md says and nothing else: it keeps the cursor of the last event, maxima of how far groups
/// are, and the messages behind where it began; what is missing between it fetches.
/// </summary>
/// <param name="fetch">The messages of a group behind a sequence, as many as there are.</param>
internal sealed class LiveClient(Guid user, Func<Guid, long, Task<IReadOnlyList<HeldMessage>>> fetch)
{
    private readonly Dictionary<Guid, HeldGroup> _groups = [];
    private readonly HashSet<(Guid Group, long Seq)> _toldByThisStream = [];

    // Until the first heartbeat it learns how far everything is; from there on it wants every message.
    private bool _isBeginning;

    public Guid User => user;

    /// <summary>The id of the last event; null before the first.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Whether it holds what the last heartbeat said that it should.</summary>
    public bool AgreedAtHeartbeat { get; private set; }

    public IReadOnlyDictionary<Guid, HeldGroup> Groups => _groups;

    /// <summary>What no stream may do.</summary>
    public List<string> Complaints { get; } = [];

    public async Task TakeAsync(Told told, string? id)
    {
        switch (told)
        {
            case Told.Ready ready:
                _toldByThisStream.Clear();
                _isBeginning |= !ready.IsResumed;
                break;
            case Told.Reset:
                _groups.Clear();
                _isBeginning = true;
                break;
            case Told.Row row:
                await TakeAsync(row);
                break;
            case Told.Message message:
                await TakeAsync(message);
                break;
            case Told.Read read when read.User == user:
                var readGroup = GroupOf(read.Group);
                readGroup.ReadSeq = Math.Max(readGroup.ReadSeq, read.ReadSeq);
                break;
            case Told.Heartbeat heartbeat:
                _isBeginning = false;
                AgreedAtHeartbeat = heartbeat.Digest == Digest();
                break;
        }
        // Behind what it says: an event whose effect is lost must come again.
        Cursor = id;
    }

    private async Task TakeAsync(Told.Row row)
    {
        var group = GroupOf(row.Group);
        group.LastSeq = Math.Max(group.LastSeq, row.LastSeq);
        group.ReadSeq = Math.Max(group.ReadSeq, row.ReadSeq);
        if (_isBeginning)
        {
            group.BeginBehind(row.LastSeq);
        }
        else if (group.LastSeq > group.End)
        {
            await FetchAsync(row.Group, group);
        }
    }

    private async Task TakeAsync(Told.Message message)
    {
        var (group, held) = (GroupOf(message.Group), message.Held);
        if (!_toldByThisStream.Add((message.Group, held.Seq)))
        {
            Complaints.Add($"a stream told message {held.Seq} of {message.Group} twice");
        }
        group.LastSeq = Math.Max(group.LastSeq, held.Seq);
        if (held.Seq == group.End + 1)
        {
            group.Add(held);
        }
        else if (held.Seq > group.End)
        {
            await FetchAsync(message.Group, group);
        }
        else if (group.Messages.FirstOrDefault(one => one.Seq == held.Seq) is { } before && before != held)
        {
            Complaints.Add($"message {held.Seq} of {message.Group} was told as another one");
        }
    }

    private async Task FetchAsync(Guid uuid, HeldGroup group)
    {
        foreach (var message in await fetch(uuid, group.End))
        {
            group.Add(message);
        }
        group.LastSeq = Math.Max(group.LastSeq, group.End);
    }

    private HeldGroup GroupOf(Guid uuid) =>
        _groups.TryGetValue(uuid, out var group) ? group : _groups[uuid] = new HeldGroup();

    // By its description, not by the product's code: FNV-1a with 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/).
    private string Digest()
    {
        var sum = 0u;
        foreach (var (uuid, group) in _groups.Where(pair => pair.Value.LastSeq > 0))
        {
            var text = Encoding.ASCII.GetBytes($"{uuid:D}:{group.LastSeq}:{group.ReadSeq}");
            sum += text.Aggregate(2166136261u, static (hash, letter) => (hash ^ letter) * 16777619u);
        }
        return $"{sum:x8}";
    }
}

/// <summary>What a client holds of a group.</summary>
internal sealed class HeldGroup
{
    private readonly List<HeldMessage> _messages = [];

    /// <summary>It wants what is behind this sequence.</summary>
    public long Start { get; private set; }

    /// <summary>Up to this sequence it wants nothing more.</summary>
    public long End { get; private set; }

    public IReadOnlyList<HeldMessage> Messages => _messages;

    public long LastSeq { get; set; }

    public long ReadSeq { get; set; }

    public void BeginBehind(long seq)
    {
        End = Math.Max(End, seq);
        if (_messages.Count == 0)
        {
            Start = End;
        }
    }

    public void Add(HeldMessage message)
    {
        _messages.Add(message);
        End = message.Seq;
    }
}
