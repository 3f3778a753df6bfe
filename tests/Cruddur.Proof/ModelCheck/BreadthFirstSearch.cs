namespace Cruddur.Proof.ModelCheck;

/// <summary>A protocol as states, packed into 128 bits, and the moves between them.</summary>
internal interface IModel
{
    UInt128 Initial { get; }

    /// <summary>Every state that may follow, with the move that leads there.</summary>
    void Expand(UInt128 state, List<Successor> into);

    /// <summary>The promise that the state breaks, or null.</summary>
    string? Broken(UInt128 state);

    string Show(UInt128 state);
}

/// <param name="Move">What happens; the numbers are told by it.</param>
internal readonly record struct Successor(UInt128 State, string Move, int Who, int What);

/// <param name="States">Different states that were found.</param>
/// <param name="IsComplete">There are no others.</param>
/// <param name="Broken">The promise that one of them breaks; then the trace is a shortest way there.</param>
internal sealed record Exploration(
    int States,
    long Moves,
    int Depth,
    bool IsComplete,
    string? Broken,
    IReadOnlyList<string> Trace
)
{
    public override string ToString() =>
        $"{States} states, {Moves} moves, {Depth} deep, {(IsComplete ? "all there are" : "not all")}: {Broken ?? "nothing broken"}"
        + string.Concat(Trace.Select(line => $"\n  {line}"));
}

/// <summary>Looks at every state that a model can reach, those of fewest moves first.</summary>
internal static class BreadthFirstSearch
{
    public static Exploration Explore(IModel model, int maxStates)
    {
        var seen = new StateSet();
        var successors = new List<Successor>();
        seen.Add(model.Initial, -1);
        var (moves, depth, endOfLevel) = (0L, 0, 1);
        for (var index = 0; index < seen.Count; index++)
        {
            if (index == endOfLevel)
            {
                depth++;
                endOfLevel = seen.Count;
            }
            successors.Clear();
            model.Expand(seen[index], successors);
            moves += successors.Count;
            foreach (var successor in successors)
            {
                if (seen.Add(successor.State, index) && model.Broken(successor.State) is { } broken)
                {
                    return new(seen.Count, moves, depth + 1, false, broken, TraceOf(model, seen));
                }
            }
            if (seen.Count >= maxStates)
            {
                return new(seen.Count, moves, depth, false, null, []);
            }
        }
        return new(seen.Count, moves, depth, true, null, []);
    }

    /// <summary>The way to the state seen last.</summary>
    private static List<string> TraceOf(IModel model, StateSet seen)
    {
        var trace = new List<string>();
        for (var index = seen.Count - 1; seen.ParentOf(index) >= 0; index = seen.ParentOf(index))
        {
            var (state, successors) = (seen[index], new List<Successor>());
            model.Expand(seen[seen.ParentOf(index)], successors);
            var step = successors.First(successor => successor.State == state);
            trace.Add($"{string.Format(null, step.Move, step.Who, step.What)}   {model.Show(state)}");
        }
        trace.Reverse();
        return trace;
    }
}
