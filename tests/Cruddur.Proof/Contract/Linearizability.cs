namespace Cruddur.Proof.Contract;

/// <summary>One operation of a concurrent history: when it began and ended, and what it answered.</summary>
/// <param name="Completed"><see cref="long.MaxValue"/> when nobody knows whether, or when, it happens.</param>
/// <param name="Answer">Null when it is not known.</param>
/// <param name="Apply">What the operation does to a state, and what it then answers.</param>
internal sealed record RecordedOperation<TState>(
    string Name,
    long Invoked,
    long Completed,
    string? Answer,
    Func<TState, (TState State, string Answer)> Apply
)
{
    public override string ToString() =>
        $"[{Invoked}, {(Completed == long.MaxValue ? "-" : Completed)}] {Name} -> {Answer ?? "unknown"}";
}

/// <summary>
/// Whether a concurrent history could have happened one operation after another, each at some moment between its begin
/// and its end: the search of Wing and Gong, with the memory of Lowe
/// (https://www.cs.ox.ac.uk/people/gavin.lowe/LinearizabiltyTesting/paper.pdf).
/// </summary>
internal static class Linearizability
{
    /// <summary>As many as fit the memory of what has been tried.</summary>
    public const int MaxOperations = 64;

    public static bool Holds<TState>(IReadOnlyList<RecordedOperation<TState>> history, TState initial)
    {
        if (history.Count > MaxOperations)
        {
            throw new ArgumentException($"At most {MaxOperations} operations.", nameof(history));
        }
        return Search(history, initial, 0, []);
    }

    private static bool Search<TState>(
        IReadOnlyList<RecordedOperation<TState>> history,
        TState state,
        ulong done,
        HashSet<(ulong Done, TState State)> tried
    )
    {
        // Whatever began before the first of the remaining ones ended may be next.
        var firstEnd = long.MaxValue;
        for (var i = 0; i < history.Count; i++)
        {
            if ((done & (1UL << i)) == 0)
            {
                firstEnd = Math.Min(firstEnd, history[i].Completed);
            }
        }
        if (firstEnd == long.MaxValue)
        {
            // What remains is unknown, and need not have happened.
            return true;
        }
        if (!tried.Add((done, state)))
        {
            return false;
        }
        for (var i = 0; i < history.Count; i++)
        {
            var operation = history[i];
            if ((done & (1UL << i)) == 0 && operation.Invoked <= firstEnd)
            {
                var (next, answer) = operation.Apply(state);
                if (
                    (operation.Answer is null || operation.Answer == answer)
                    && Search(history, next, done | (1UL << i), tried)
                )
                {
                    return true;
                }
            }
        }
        return false;
    }
}
