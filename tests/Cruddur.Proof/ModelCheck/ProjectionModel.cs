using System.Globalization;

namespace Cruddur.Proof.ModelCheck;

/// <summary>What is taken out of the projection.</summary>
internal enum ProjectionMutation
{
    None,
    BlindProjection,
    DeleteThenPut,
}

/// <summary>
/// <c>InboxProjector</c>, twice over one log of a group, with the rows of both members. Its feed gives any entries again and
/// in any order; its updates are lost, late, or applied without an answer; it dies between any two of them and goes on from
/// what it saved. The log only grows: how it does is the other model's.
/// </summary>
internal sealed class ProjectionModel(int entries, ProjectionMutation mutation = ProjectionMutation.None) : IModel
{
    private const int Rows = 2;
    private const int Projectors = 2;

    /// <summary>A row that is not there.</summary>
    private const int Missing = 7;

    public UInt128 Initial => default(State).Pack();

    public void Expand(UInt128 packed, List<Successor> into)
    {
        var state = State.Unpack(packed);
        if (state.Tail < entries)
        {
            into.Add(new((state with { Tail = state.Tail + 1 }).Pack(), "entry {0} is put", state.Tail + 1, 0));
        }
        for (var row = 0; row < Rows; row++)
        {
            for (var seq = 1; seq <= state.Tail; seq++)
            {
                if ((state.OnTheWay & Bit(row, seq)) != 0)
                {
                    var arrived = state with { OnTheWay = state.OnTheWay & ~Bit(row, seq) };
                    into.Add(
                        new(Applied(arrived, row, seq).Pack(), "the late update of row {0} to {1} arrives", row, seq)
                    );
                }
            }
        }
        for (var projector = 0; projector < Projectors; projector++)
        {
            Project(state, projector, into);
        }
    }

    public string? Broken(UInt128 packed)
    {
        var state = State.Unpack(packed);
        if (state.WentBack)
        {
            return "I8: a row went back";
        }
        var isAtRest =
            state.OnTheWay == 0
            && state.Of(0) is { IsIdle: true } first
            && state.Of(1) is { IsIdle: true } second
            && first.Saved == state.Tail
            && second.Saved == state.Tail;
        return isAtRest && (state.Row(0) != state.Tail || state.Row(1) != state.Tail)
            ? "I8: at rest a row is not the fold of its log"
            : null;
    }

    public string Show(UInt128 packed)
    {
        var state = State.Unpack(packed);
        return string.Create(CultureInfo.InvariantCulture, $"log to {state.Tail}, rows at {Told(0)} and {Told(1)}");

        string Told(int row) =>
            state.Row(row) == Missing ? "nothing" : state.Row(row).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary><c>ApplyAsync</c> and <c>FollowAsync</c>: of a batch the newest entry, to the row of each member.</summary>
    private void Project(State state, int number, List<Successor> into)
    {
        var projector = state.Of(number);
        if (projector.IsIdle)
        {
            // Entries behind the position in one batch, or any that were there before.
            for (var seq = 1; seq <= state.Tail; seq++)
            {
                into.Add(
                    new(
                        state.With(number, new(projector.Saved, seq, 0, 0)).Pack(),
                        "a projector begins with {1}",
                        number,
                        seq
                    )
                );
            }
            return;
        }
        // Dies: what it did not finish is begun again, from its position.
        into.Add(new(state.With(number, new(projector.Saved, 0, 0, 0)).Pack(), "a projector dies", number, 0));
        for (var row = 0; row < Rows; row++)
        {
            if ((projector.Done & (1 << row)) == 0)
            {
                Update(state, number, row, into);
            }
        }
    }

    /// <summary>One <c>InboxRow.Follow</c>: a conditional update, and what may become of it.</summary>
    private void Update(State state, int number, int row, List<Successor> into)
    {
        var projector = state.Of(number);
        if (mutation == ProjectionMutation.DeleteThenPut)
        {
            DeleteThenPut(state, number, row, into);
            return;
        }
        into.Add(
            new(
                (state with { OnTheWay = state.OnTheWay | Bit(row, projector.Entry) }).Pack(),
                "the update of row {0} to {1} is given up and on its way",
                row,
                projector.Entry
            )
        );
        var applied = Applied(state, row, projector.Entry);
        into.Add(new(applied.Pack(), "row {0} is updated to {1}, the answer is lost", row, projector.Entry));
        into.Add(new(Done(applied, number, row).Pack(), "row {0} is updated to {1}", row, projector.Entry));
    }

    private static void DeleteThenPut(State state, int number, int row, List<Successor> into)
    {
        var projector = state.Of(number);
        if ((projector.Deleted & (1 << row)) != 0)
        {
            var put = Done(state.WithRow(row, projector.Entry), number, row);
            into.Add(new(put.Pack(), "row {0} is put at {1}", row, projector.Entry));
        }
        else if (state.Row(row) < projector.Entry)
        {
            var deleted = state.With(number, projector with { Deleted = projector.Deleted | (1 << row) });
            into.Add(new(deleted.WithRow(row, Missing).Pack(), "row {0} is deleted", row, 0));
        }
        else
        {
            into.Add(new(Done(state, number, row).Pack(), "row {0} is not there, or is not older", row, 0));
        }
    }

    /// <summary>Answered for this row; with the last of them the position may move on.</summary>
    private static State Done(State state, int number, int row)
    {
        var projector = state.Of(number);
        var done = projector.Done | (1 << row);
        return done == (1 << Rows) - 1
            ? state.With(number, new(Math.Max(projector.Saved, projector.Entry), 0, 0, 0))
            : state.With(number, projector with { Done = done });
    }

    /// <summary><c>Condition.LessThan(last_seq, seq)</c>: a maximum.</summary>
    private State Applied(State state, int row, int seq)
    {
        if (mutation == ProjectionMutation.BlindProjection)
        {
            return state.WithRow(row, seq) with { WentBack = seq < state.Row(row) };
        }
        return state.Row(row) < seq ? state.WithRow(row, seq) : state;
    }

    private static uint Bit(int row, int seq) => 1u << (row * Missing + seq - 1);

    /// <param name="Entry">The newest of the batch that it applies; 0 for none.</param>
    /// <param name="Done">A bit for each row that is answered.</param>
    /// <param name="Deleted">A bit for each row that a mutant has deleted and not put yet.</param>
    private readonly record struct Projector(int Saved, int Entry, int Done, int Deleted)
    {
        public bool IsIdle => Entry == 0;

        public int Pack() => (Saved << 7) | (Entry << 4) | (Done << 2) | Deleted;

        public static Projector Unpack(int packed) =>
            new((packed >> 7) & 7, (packed >> 4) & 7, (packed >> 2) & 3, packed & 3);
    }

    private readonly record struct State(
        int Tail,
        int First,
        int Second,
        uint OnTheWay,
        int One,
        int Other,
        bool WentBack
    )
    {
        public int Row(int row) => row == 0 ? First : Second;

        public State WithRow(int row, int seq) => row == 0 ? this with { First = seq } : this with { Second = seq };

        public Projector Of(int number) => Projector.Unpack(number == 0 ? One : Other);

        public State With(int number, Projector projector) =>
            number == 0 ? this with { One = projector.Pack() } : this with { Other = projector.Pack() };

        public UInt128 Pack()
        {
            // The projectors are alike.
            var (less, more) = One <= Other ? (One, Other) : (Other, One);
            var packed = (uint)Tail | ((ulong)(uint)First << 3) | ((ulong)(uint)Second << 6) | ((ulong)OnTheWay << 9);
            return packed | ((ulong)(uint)less << 24) | ((ulong)(uint)more << 35) | (WentBack ? 1UL << 50 : 0);
        }

        public static State Unpack(UInt128 packed)
        {
            var bits = (ulong)packed;
            return new(
                (int)(bits & 7),
                (int)((bits >> 3) & 7),
                (int)((bits >> 6) & 7),
                (uint)(bits >> 9) & 0x3FFF,
                (int)((bits >> 24) & 0x3FF),
                (int)((bits >> 35) & 0x3FF),
                ((bits >> 50) & 1) == 1
            );
        }
    }
}
