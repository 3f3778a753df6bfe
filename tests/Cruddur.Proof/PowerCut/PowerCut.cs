using Cruddur.Proof.Disks;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.PowerCut;

/// <summary>One state that a power cut may leave, and what is wrong with it.</summary>
/// <param name="Violation">Null for nothing.</param>
internal sealed record PowerCutResult(int Seed, int Operations, long SectorsDropped, string? Violation)
{
    public override string ToString() =>
        $"Seed {Seed}, power cut behind operation {Operations}: {Violation}\n"
        + $"Again: CRUDDUR_SEED={Seed} dotnet test tests/Cruddur.Proof.Tests --filter FullyQualifiedName~PowerCutTests.Whatever";
}

/// <summary>The trace of one load, for many states.</summary>
internal sealed class PowerCutTrace
{
    /// <summary>Seeds that cut one trace.</summary>
    public const int States = 250;

    private const int Rounds = 15;

    private readonly EngineHistory _history;

    private PowerCutTrace(Disk disk, EngineHistory history) => (Disk, _history) = (disk, history);

    public Disk Disk { get; }

    public int Acknowledged => _history.Acknowledged;

    /// <summary>A new folder, a load, a clean stop, and more of it.</summary>
    public static async Task<PowerCutTrace> RecordAsync(int number, Mutant mutant)
    {
        using var folder = new DiskFolder();
        var dice = Dice.Of(number, 0);
        var disk = new Disk();
        using var load = new EngineLoad(dice, disk, folder.Path, mutant);
        for (var start = 0; start < 2; start++)
        {
            await load.OpenAsync();
            for (var round = dice.Between(1, Rounds); round > 0; round--)
            {
                await load.RunRoundAsync();
            }
            await load.CloseAsync();
        }
        return new(disk, load.History);
    }

    public async Task<PowerCutResult> CutAsync(int seed)
    {
        using var folder = new DiskFolder();
        var dice = Dice.Of(seed, 1);
        var operations = dice.Next(Disk.Trace.Length + 1);
        var state = CutState.Write(Disk.Trace, operations, dice, folder.Path);
        var violation = await EngineJudge.JudgeAsync(folder.Path, _history, operations);
        return new(seed, operations, state.SectorsDropped, violation);
    }
}
