using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Cruddur.Live;

/// <summary>Which streams a user has open on this node, and how they are told and closed.</summary>
/// <param name="heartbeat">How long a stream may be without a heartbeat.</param>
public sealed class LiveHub(TimeProvider time, int streamsPerUser, int bufferedEvents, TimeSpan heartbeat)
{
    private readonly ConcurrentDictionary<Guid, ImmutableArray<LiveSubscription>> _streams = new();

    // Its multiples, without what is before the point, are spread evenly however many there are.
    private const double GoldenRatio = 0.618033988749895;

    private readonly Lock _lock = new();
    private long _subscribed;
    private bool _isClosed;

    /// <summary>Whether nobody listens on this node.</summary>
    public bool IsEmpty => _streams.IsEmpty;

    /// <param name="sessionUuid">What it closes with; null when it is of none that this server knows.</param>
    /// <param name="cut">
    /// Breaks the connection of a stream that does not read. Called once at most, and not when the subscription is disposed.
    /// </param>
    /// <returns>Null when the user has as many as are allowed.</returns>
    public LiveSubscription? Subscribe(Guid userUuid, Guid? sessionUuid, Action cut)
    {
        lock (_lock)
        {
            var streams = StreamsOf(userUuid);
            if (streams.Length >= streamsPerUser)
            {
                return null;
            }
            var subscription = new LiveSubscription(this, userUuid, sessionUuid, bufferedEvents, cut)
            {
                NextBeat = time.GetUtcNow() + NextFirstBeat(),
            };
            if (_isClosed)
            {
                subscription.Close();
            }
            _streams[userUuid] = streams.Add(subscription);
            return subscription;
        }
    }

    public void Publish(Guid userUuid, LiveEvent @event)
    {
        foreach (var subscription in StreamsOf(userUuid))
        {
            subscription.Offer(@event);
        }
    }

    /// <summary>Makes streams whose time has come send a heartbeat. One clock for all, not a timer for each.</summary>
    public void Beat()
    {
        var now = time.GetUtcNow();
        foreach (var subscription in _streams.Values.SelectMany(static streams => streams))
        {
            if (subscription.NextBeat <= now)
            {
                subscription.NextBeat += heartbeat;
                if (subscription.NextBeat <= now)
                {
                    // The server stood still: what was left out meanwhile is not made up for.
                    subscription.NextBeat = now + heartbeat;
                }
                subscription.Offer(LiveEvent.Beat.Now);
            }
        }
    }

    /// <summary>Closes what a session or token has open.</summary>
    public void CloseSession(Guid userUuid, Guid sessionUuid)
    {
        foreach (var subscription in StreamsOf(userUuid).Where(stream => stream.SessionUuid == sessionUuid))
        {
            subscription.Close();
        }
    }

    public void CloseUser(Guid userUuid)
    {
        foreach (var subscription in StreamsOf(userUuid))
        {
            subscription.Close();
        }
    }

    /// <summary>Closes all, and whatever is opened from now on: the server stops.</summary>
    public void CloseAll()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var subscription in _streams.Values.SelectMany(static streams => streams))
            {
                subscription.Close();
            }
        }
    }

    internal void Leave(LiveSubscription subscription)
    {
        lock (_lock)
        {
            var left = StreamsOf(subscription.UserUuid).Remove(subscription);
            if (left.IsEmpty)
            {
                _streams.TryRemove(subscription.UserUuid, out _);
            }
            else
            {
                _streams[subscription.UserUuid] = left;
            }
        }
    }

    // Sooner for each by another part: all clients come back in the same moment when a server starts, and would read their
    // rows in the same moments ever after.
    private TimeSpan NextFirstBeat() => heartbeat * (1 - _subscribed++ * GoldenRatio % 1);

    private ImmutableArray<LiveSubscription> StreamsOf(Guid userUuid) => _streams.GetValueOrDefault(userUuid, []);
}
