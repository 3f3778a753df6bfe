namespace Cruddur.Proof.Simulation;

/// <summary>One request to a node, or one batch of a projector: on whose dice its calls of the table meet their faults.</summary>
internal sealed class Errand(string name, Dice dice)
{
    private static readonly AsyncLocal<Errand?> Flowing = new();

    public string Name { get; } = name;

    public Dice Dice { get; } = dice;

    public int TableCalls { get; set; }

    /// <summary>The one on whose behalf the code runs that asks.</summary>
    public static Errand Current => Flowing.Value ?? throw new InvalidOperationException("Nobody asked for this call.");

    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        // Flows into what is called, and is forgotten when this method returns to its caller.
        Flowing.Value = this;
        return await work();
    }
}
