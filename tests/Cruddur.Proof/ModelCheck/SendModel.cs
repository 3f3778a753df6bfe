namespace Cruddur.Proof.ModelCheck;

/// <summary>What is taken out of the send protocol.</summary>
internal enum SendMutation
{
    None,
    NaiveRetry,
    CompareOccupantOnly,
    BaseFromCache,
    PutWithoutCondition,
}

/// <summary>
/// The protocol of <c>MessageSender</c> on three nodes, for a few messages of one group. A message may be tried at any time,
/// any number of times, on any node, also after it was answered: no retry of a client is left out. An entry is put at the
/// end or not at all, so that I1 and I7 hold of every state. What each move stands for in the code is said at it.
/// </summary>
internal sealed class SendModel(int messages, SendMutation mutation = SendMutation.None) : IModel
{
    /// <summary>How far an eventually consistent read may be behind.</summary>
    private const int MaxStaleness = 3;

    public UInt128 Initial
    {
        get
        {
            var state = default(SendState);
            for (var i = 0; i < SendState.Places; i++)
            {
                state.Base[i] = SendState.None;
            }
            for (var node = 0; node < SendState.Nodes; node++)
            {
                state.Node[node] = NodeState.Forgetful;
            }
            return state.Pack();
        }
    }

    public void Expand(UInt128 packed, List<Successor> into)
    {
        var state = SendState.Unpack(packed);
        Write(state, into);
        Arrive(state, into);
        for (var node = 0; node < SendState.Nodes; node++)
        {
            switch (state.Node[node].Phase)
            {
                case Phase.Idle:
                    Begin(state, node, into);
                    break;
                case Phase.Putting:
                    Put(state, node, into);
                    break;
                case Phase.WalkingOn:
                    WalkOn(state, node, into);
                    break;
            }
            if (state.Node[node] != NodeState.Forgetful)
            {
                Add(state, node, NodeState.Forgetful, "a node crashes", 0, into);
            }
        }
    }

    public string? Broken(UInt128 packed)
    {
        var state = SendState.Unpack(packed);
        if (state.Breach != Breach.None)
        {
            return state.Breach == Breach.TwoAnswers
                ? "I4: two answers for one message"
                : "I5: an entry was overwritten";
        }
        for (var message = 1; message <= messages; message++)
        {
            var first = state.Find(message, 0, SendState.Places);
            if (first > 0 && state.Find(message, first, SendState.Places) > 0)
            {
                return "I2: a message is in the log twice";
            }
            var answered = state.Answered[message - 1];
            if (answered > 0 && state.Log[answered - 1] != message)
            {
                return "I3: an acknowledged message is not at its sequence";
            }
        }
        return null;
    }

    public string Show(UInt128 state) => SendState.Unpack(state).ToString();

    /// <summary>
    /// A client writes the next message; its base is any sequence that it may have seen. Messages are alike, so they are
    /// written in the order of their numbers.
    /// </summary>
    private void Write(SendState state, List<Successor> into)
    {
        var next = 0;
        while (next < messages && state.Base[next] != SendState.None)
        {
            next++;
        }
        if (next == messages)
        {
            return;
        }
        for (var seen = 0; seen <= state.Tail; seen++)
        {
            var written = state;
            written.Base[next] = (byte)seen;
            into.Add(new(Pack(written), "m{0} is written, base {1}", next + 1, seen));
        }
    }

    /// <summary>A put that was given up takes effect now: a zombie.</summary>
    private void Arrive(SendState state, List<Successor> into)
    {
        for (var message = 1; message <= messages; message++)
        {
            for (var seq = 1; seq <= SendState.Places; seq++)
            {
                if ((state.OnTheWay & SendState.Bit(message, seq)) != 0)
                {
                    var arrived = state;
                    arrived.OnTheWay &= ~SendState.Bit(message, seq);
                    Apply(ref arrived, message, seq);
                    into.Add(new(Pack(arrived), "the late put of m{0} at {1} arrives", message, seq));
                }
            }
        }
    }

    /// <summary>
    /// A client asks this node, the first time or again. <c>SendInTurnAsync</c>: the window that the node remembers, or
    /// <c>LoadAsync</c>, eventually consistent; strong where the base is beyond it. <c>ReachBackAsync</c> needs no move: what
    /// it reads cannot change.
    /// </summary>
    private void Begin(SendState state, int node, List<Successor> into)
    {
        var tail = state.Tail;
        var remembered = state.Node[node].Tail;
        for (var message = 1; message <= messages; message++)
        {
            var baseSeq = state.Base[message - 1];
            if (baseSeq == SendState.None)
            {
                continue;
            }
            var (oldest, newest) =
                remembered == SendState.None ? (Math.Max(0, tail - MaxStaleness), tail) : (remembered, remembered);
            for (var known = oldest; known <= newest; known++)
            {
                var from = mutation == SendMutation.BaseFromCache ? known : 0;
                SearchThenPut(state, node, message, known < baseSeq ? tail : known, from, into);
            }
        }
    }

    /// <summary><c>TryOnceAsync</c>, the suffix check: every entry behind the base, before every put.</summary>
    private void SearchThenPut(SendState state, int node, int message, int known, int from, List<Successor> into)
    {
        var searchedFrom = mutation == SendMutation.BaseFromCache ? from : state.Base[message - 1];
        var searches = mutation is not (SendMutation.NaiveRetry or SendMutation.CompareOccupantOnly);
        var found = searches ? state.Find(message, searchedFrom, known) : 0;
        if (found > 0)
        {
            Answer(state, node, message, found, known, "a node finds m{0} at {1} and answers", into);
        }
        else if (known < SendState.Places)
        {
            var putting = new NodeState(Phase.Putting, (byte)message, (byte)known, (byte)from);
            Add(state, node, putting, "a node has searched for m{1}", message, into);
        }
    }

    /// <summary><c>TryOnceAsync</c>, the put at tail + 1 on condition that nothing is there; and what may become of it.</summary>
    private void Put(SendState state, int node, List<Successor> into)
    {
        var (message, seq) = (state.Node[node].Message, state.Node[node].Tail + 1);
        // Catch OutcomeUnknown: the window is forgotten. What the node does next, or the client elsewhere, is a new Begin.
        Add(state, node, NodeState.Forgetful, "a put of m{1} is lost", message, into);
        var late = state;
        late.OnTheWay |= SendState.Bit(message, seq);
        Add(late, node, NodeState.Forgetful, "a put of m{1} is given up and on its way", message, into);
        if (state.Log[seq - 1] != 0 && mutation != SendMutation.PutWithoutCondition)
        {
            Conflict(state, node, into);
            return;
        }
        var applied = state;
        Apply(ref applied, message, seq);
        Answer(applied, node, message, seq, seq, "m{0} is put at {1} and answered", into);
        Add(applied, node, NodeState.Forgetful, "m{1} is put, the answer is lost", message, into);
        // The AWS SDK puts it once more, and meets its own entry.
        Conflict(applied, node, into);
    }

    /// <summary><c>WriteResult.ConditionFailed</c>, with the entry that is in the way.</summary>
    private void Conflict(SendState state, int node, List<Successor> into)
    {
        var (_, message, tail, from) = state.Node[node];
        var seq = tail + 1;
        if (mutation == SendMutation.CompareOccupantOnly && state.Log[seq - 1] == message)
        {
            Answer(state, node, message, seq, seq, "the entry in the way is m{0} at {1}: answered", into);
            return;
        }
        var walking = new NodeState(Phase.WalkingOn, message, (byte)seq, from);
        Add(state, node, walking, "another entry is in the way of m{1}", message, into);
    }

    /// <summary><c>WalkOnAsync</c>: a strong read of what follows; then the next attempt, which searches again.</summary>
    private void WalkOn(SendState state, int node, List<Successor> into) =>
        SearchThenPut(state, node, state.Node[node].Message, state.Tail, state.Node[node].From, into);

    private void Apply(ref SendState state, int message, int seq)
    {
        if (state.Log[seq - 1] == 0)
        {
            state.Log[seq - 1] = (byte)message;
        }
        else if (mutation == SendMutation.PutWithoutCondition && state.Log[seq - 1] != message)
        {
            state.Log[seq - 1] = (byte)message;
            state.Breach = Breach.Overwritten;
        }
    }

    /// <summary><c>SendResult.Sent</c>. Whether somebody hears it makes no difference: it is true for ever.</summary>
    private void Answer(SendState state, int node, int message, int seq, int known, string move, List<Successor> into)
    {
        ref var answered = ref state.Answered[message - 1];
        if (answered != 0 && answered != seq)
        {
            state.Breach = Breach.TwoAnswers;
        }
        answered = (byte)seq;
        state.Node[node] = NodeState.Forgetful with { Tail = (byte)known };
        into.Add(new(Pack(state), move, message, seq));
    }

    private void Add(SendState state, int node, NodeState next, string move, int what, List<Successor> into)
    {
        state.Node[node] = next;
        into.Add(new(Pack(state), move, node, what));
    }

    private UInt128 Pack(SendState state)
    {
        if (mutation != SendMutation.PutWithoutCondition)
        {
            // A put at a sequence that is taken will fail whenever it arrives: as good as lost.
            for (var message = 1; message <= messages; message++)
            {
                for (var seq = 1; seq <= state.Tail; seq++)
                {
                    state.OnTheWay &= ~SendState.Bit(message, seq);
                }
            }
        }
        return state.Pack();
    }
}
