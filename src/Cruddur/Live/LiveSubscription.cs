using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Cruddur.Live;

/// <summary>
/// One stream's place in the hub: what is to be told waits here until the stream takes it. Who lets it fill is closed, and
/// comes back with a cursor: buffering without end would take the server down for one slow reader.
/// </summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly LiveHub _hub;
    private readonly Channel<LiveEvent> _events;
    private readonly Action _cut;
    private readonly Lock _cutting = new();
    private readonly Lock _offering = new();
    private readonly Dictionary<Guid, SeenSequences> _messages = [];
    private volatile bool _isClosed;
    private bool _isDisposed;

    internal LiveSubscription(LiveHub hub, Guid userUuid, Guid? sessionUuid, int bufferedEvents, Action cut)
    {
        _hub = hub;
        _cut = cut;
        UserUuid = userUuid;
        SessionUuid = sessionUuid;
        _events = Channel.CreateBounded<LiveEvent>(
            new BoundedChannelOptions(bufferedEvents) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
    }

    public Guid UserUuid { get; }

    /// <summary>The session or token that opened it.</summary>
    public Guid? SessionUuid { get; }

    /// <summary>When the next heartbeat is due; the hub's alone.</summary>
    internal DateTimeOffset NextBeat { get; set; }

    /// <summary>Does not wait, as others are waiting for the one who tells.</summary>
    internal void Offer(LiveEvent @event)
    {
        lock (_offering)
        {
            if (IsRepeat(@event) || _events.Writer.TryWrite(@event) || _isClosed)
            {
                return;
            }
            Close();
            // It may be blocked in a write that its client never reads, where it would not notice. Not from here: whoever
            // is behind the connection would run inside the turn of the one who tells.
            ThreadPool.UnsafeQueueUserWorkItem(static subscription => subscription.Cut(), this, preferLocal: false);
        }
    }

    // Each message is told by its sender's node and again by the change feed, there many at once. Not here: the repeats of a
    // burst would fill the buffer of a stream that keeps up.
    private bool IsRepeat(LiveEvent @event) =>
        @event is LiveEvent.MessageCreated { Entry: var entry }
        && !CollectionsMarshal.GetValueRefOrAddDefault(_messages, entry.MessageGroupUuid, out _).Add(entry.Seq);

    // Never behind the end of the stream: what was its connection may be somebody else's by then.
    private void Cut()
    {
        lock (_cutting)
        {
            if (!_isDisposed)
            {
                _cut();
            }
        }
    }

    /// <summary>What is still waiting is not told any more.</summary>
    internal void Close()
    {
        _isClosed = true;
        _events.Writer.TryComplete();
    }

    /// <summary>What is told, until it is closed.</summary>
    public async IAsyncEnumerable<LiveEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken))
        {
            while (!_isClosed && _events.Reader.TryRead(out var @event))
            {
                yield return @event;
            }
            if (_isClosed)
            {
                yield break;
            }
        }
    }

    public void Dispose()
    {
        lock (_cutting)
        {
            _isDisposed = true;
        }
        Close();
        _hub.Leave(this);
    }
}
