using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cruddur.Proof.ModelCheck;

/// <summary>One state of <see cref="SendModel"/>.</summary>
internal struct SendState
{
    public const int MaxMessages = 5;
    public const int Nodes = 3;

    /// <summary>One more than there are messages, so that one can be there twice.</summary>
    public const int Places = MaxMessages + 1;

    private const int OnTheWayBits = MaxMessages * Places;

    /// <summary>The base of a message that nobody has written yet, and the tail that a node does not know.</summary>
    public const byte None = 7;

    /// <summary>Which message is at each sequence from 1 on; 0 for none.</summary>
    public ForEach Log;

    /// <summary>The base of each message.</summary>
    public ForEach Base;

    /// <summary>The sequence that the first answer for each message named; 0 for none.</summary>
    public ForEach Answered;

    /// <summary>Puts that may arrive later: a bit for each message and place.</summary>
    public uint OnTheWay;

    public NodeStates Node;

    /// <summary>A promise that a move broke.</summary>
    public Breach Breach;

    public readonly int Tail
    {
        get
        {
            var tail = 0;
            while (tail < Places && Log[tail] != 0)
            {
                tail++;
            }
            return tail;
        }
    }

    /// <summary>The sequence above <paramref name="from"/> up to <paramref name="to"/> at which a message is; 0 for none.</summary>
    public readonly int Find(int message, int from, int to)
    {
        for (var seq = from + 1; seq <= to; seq++)
        {
            if (Log[seq - 1] == message)
            {
                return seq;
            }
        }
        return 0;
    }

    public static uint Bit(int message, int seq) => 1u << ((message - 1) * Places + seq - 1);

    public readonly UInt128 Pack()
    {
        ulong log = 0;
        for (var i = 0; i < Places; i++)
        {
            log = (log << 9) | ((ulong)Log[i] << 6) | ((ulong)Base[i] << 3) | Answered[i];
        }
        // Nodes are alike: which is which makes no difference, so that only one of the orders is kept.
        var (a, b, c) = (Node[0].Pack(), Node[1].Pack(), Node[2].Pack());
        (a, b) = a <= b ? (a, b) : (b, a);
        (b, c) = b <= c ? (b, c) : (c, b);
        (a, b) = a <= b ? (a, b) : (b, a);
        var nodes = ((((ulong)a << NodeState.Bits) | b) << NodeState.Bits) | c;
        return new UInt128((log << 2) | (ulong)Breach, (nodes << OnTheWayBits) | OnTheWay);
    }

    public static SendState Unpack(UInt128 packed)
    {
        var state = default(SendState);
        var (log, rest) = ((ulong)(packed >> 64), (ulong)packed);
        state.Breach = (Breach)(log & 3);
        log >>= 2;
        for (var i = Places - 1; i >= 0; i--, log >>= 9)
        {
            state.Log[i] = (byte)((log >> 6) & 7);
            state.Base[i] = (byte)((log >> 3) & 7);
            state.Answered[i] = (byte)(log & 7);
        }
        state.OnTheWay = (uint)rest & ((1u << OnTheWayBits) - 1);
        rest >>= OnTheWayBits;
        for (var node = Nodes - 1; node >= 0; node--, rest >>= NodeState.Bits)
        {
            state.Node[node] = NodeState.Unpack((uint)rest & ((1u << NodeState.Bits) - 1));
        }
        return state;
    }

    public override readonly string ToString()
    {
        var log = string.Join(' ', Enumerable.Range(0, Tail).Select(Entry));
        return string.Create(CultureInfo.InvariantCulture, $"log [{log}]");
    }

    private readonly string Entry(int index) => $"m{Log[index]}";

    [InlineArray(Places)]
    public struct ForEach
    {
        private byte _first;
    }

    [InlineArray(Nodes)]
    public struct NodeStates
    {
        private NodeState _first;
    }
}

internal enum Phase : byte
{
    /// <summary>Nothing is in its turn; the node may remember the tail.</summary>
    Idle,

    /// <summary>It knows the log up to a tail, has not found the message there, and puts it.</summary>
    Putting,

    /// <summary>Another entry is in the way, and it reads on.</summary>
    WalkingOn,
}

/// <param name="Message">In its turn; 0 for none. One a node and group: the gate.</param>
/// <param name="Tail">The end of the log as the node knows it.</param>
/// <param name="From">Where a mutant searches from; else 0.</param>
internal readonly record struct NodeState(Phase Phase, byte Message, byte Tail, byte From)
{
    public static readonly NodeState Forgetful = new(Phase.Idle, 0, SendState.None, 0);

    public const int Bits = 11;

    public uint Pack() => ((uint)Phase << 9) | ((uint)Message << 6) | ((uint)Tail << 3) | From;

    public static NodeState Unpack(uint packed) =>
        new((Phase)(packed >> 9), (byte)((packed >> 6) & 7), (byte)((packed >> 3) & 7), (byte)(packed & 7));
}

internal enum Breach : byte
{
    None,

    /// <summary>I4: two answers for one message.</summary>
    TwoAnswers,

    /// <summary>I5: an entry was overwritten.</summary>
    Overwritten,
}
