using Cruddur.Storage;

namespace Cruddur.Proof.Simulation;

/// <summary>
/// Feeds the domain's projector from a feed that repeats and swaps batches, on a machine that dies between two writes; it
/// goes on from what was saved, as the product's loops do.
/// </summary>
internal sealed class Projector(SimulatedSystem system, int seed, int number)
{
    private const int MostChangesABatch = 8;

    private readonly List<IReadOnlyList<Change>> _applied = [];
    private string? _saved;
    private int _batches;

    public async Task RunAsync()
    {
        var lives = 0;
        while (!await LiveAsync(Dice.Of(seed, -10 - number, lives)))
        {
            lives++;
        }
    }

    /// <returns>False when the machine died.</returns>
    private async Task<bool> LiveAsync(Dice dice)
    {
        var machine = new Machine(system.Time, TimeSpan.Zero);
        var projector = system.StartProjector(machine);
        var position = _saved;
        while (true)
        {
            var (batches, next) = await ReadAsync(position, dice);
            if (batches.Count == 0)
            {
                if (system.Quiet.IsCompleted)
                {
                    return true;
                }
                await Task.WhenAny(system.Feed.WaitAsync(position, CancellationToken.None), system.Quiet);
                await system.Network.LatencyAsync(dice, 60);
                continue;
            }
            foreach (var batch in batches)
            {
                if (!await ApplyUntilDoneAsync(batch))
                {
                    return false;
                }
            }
            _applied.AddRange(batches);
            position = next;
            // Seldom, so that a crash goes back a little.
            _saved = dice.Chance(0.3) ? position : _saved;
        }

        async Task<bool> ApplyUntilDoneAsync(IReadOnlyList<Change> batch)
        {
            var errand = new Errand($"projector {number}, batch {_batches}", Dice.Of(seed, -20 - number, _batches++));
            if (system.Faults.Strikes(Fault.CrashBetweenWrites, errand.Dice))
            {
                machine.WritesLeft = errand.Dice.Between(1, 3);
            }
            while (true)
            {
                var applying = errand.RunAsync(() => ApplyAsync(projector, batch, errand));
                await Task.WhenAny(applying, machine.Died);
                if (!machine.IsAlive)
                {
                    return false;
                }
                if (await applying)
                {
                    return true;
                }
            }
        }
    }

    private async Task<bool> ApplyAsync(Inbox.InboxProjector projector, IReadOnlyList<Change> batch, Errand errand)
    {
        try
        {
            await projector.ApplyAsync(batch, CancellationToken.None);
            return true;
        }
        catch (StorageException exception) when (exception.IsPassing())
        {
            return false;
        }
        catch (Exception exception)
        {
            system.History.Failures.Add($"{errand.Name}: {exception.Message}");
            return true;
        }
    }

    /// <summary>The next batch; perhaps behind its successor, perhaps with one that was there before.</summary>
    private async Task<(List<IReadOnlyList<Change>> Batches, string? Next)> ReadAsync(string? position, Dice dice)
    {
        var limit = dice.Between(1, MostChangesABatch);
        var page = await system.Feed.ReadAsync(position, limit, CancellationToken.None);
        if (page.Changes.Count == 0)
        {
            return ([], position);
        }
        var batches = new List<IReadOnlyList<Change>> { page.Changes };
        if (system.Faults.Strikes(Fault.BatchReordered, dice))
        {
            page = await system.Feed.ReadAsync(page.Next, limit, CancellationToken.None);
            batches.Insert(0, page.Changes);
        }
        if (_applied.Count > 0 && system.Faults.Strikes(Fault.BatchRepeated, dice))
        {
            batches.Add(_applied[dice.Next(_applied.Count)]);
        }
        return (batches, page.Next);
    }
}
