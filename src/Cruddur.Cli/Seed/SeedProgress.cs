using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Seed;

/// <summary>The bars of seeding, when it takes long.</summary>
internal static class SeedProgress
{
    private const int WorthDrawing = 1000;

    public static async Task ShowAsync(Terminal terminal, SeedPlan plan, SeedCounts counts, Task seeding)
    {
        if (plan.MessageCount < WorthDrawing)
        {
            return;
        }
        await WorkProgress.ShowBarsAsync(
            terminal,
            seeding,
            bars =>
            {
                var people = bars.AddTask("people", maxValue: plan.People.Count);
                var messages = bars.AddTask("messages", maxValue: plan.MessageCount);
                return () => (people.Value, messages.Value) = (counts.People, counts.Messages);
            }
        );
    }
}
