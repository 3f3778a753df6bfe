using Cruddur.Proof.Disks;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Proof.DiskFaults;

/// <summary>What came of one point.</summary>
/// <param name="Struck">Whether the load came as far as the fault.</param>
/// <param name="Violation">Null for nothing.</param>
internal sealed record DiskFaultResult(
    int Seed,
    DiskFault Fault,
    bool Struck,
    int Acknowledged,
    TimeSpan Waited,
    string? Violation
)
{
    public override string ToString() =>
        $"Seed {Seed}, {Fault}: {Violation}\n"
        + $"Again: CRUDDUR_SEED={Seed} dotnet test tests/Cruddur.Proof.Tests --filter FullyQualifiedName~DiskFaultTests.Whatever";
}

/// <summary>
/// One fault at one operation of the disk while the real engine is under load. The engine says what docs/operations.md
/// promises; then the process dies or the power is cut, at several moments, and everything acknowledged is there.
/// </summary>
internal sealed class DiskFaultPoint
{
    private const int Rounds = 12;
    private const int Cuts = 5;
    private const int SoonBehind = 20;

    // A load has some more operations of the disk; the first 20 make the file.
    private const int LatestStrike = 200;
    private const int MostRoundsPinned = 300;
    private const int SizeOfLogPage = 4096 + 24;

    private static readonly DiskFault[] Kinds = [.. Enum.GetValues<DiskFault>().Where(kind => kind != DiskFault.None)];

    private readonly DiskFault _fault;
    private readonly Dice _dice;
    private readonly Disk _disk;
    private readonly EngineLoad _load;
    private readonly DiskFolder _folder;

    private DiskFaultPoint(DiskFault fault, Dice dice, EngineLoad load, DiskFolder folder)
    {
        (_fault, _dice, _load, _disk, _folder) = (fault, dice, load, load.Disk, folder);
    }

    public static async Task<DiskFaultResult> RunAsync(int seed, Mutant mutant)
    {
        var dice = Dice.Of(seed, 0);
        // In turn, so that few points have all kinds.
        var fault = Kinds[seed % Kinds.Length];
        var disk = new Disk(fault, strikesAt: dice.Next(LatestStrike), retries: mutant == Mutant.RetriedCommit);
        using var folder = new DiskFolder();
        using var load = new EngineLoad(dice, disk, folder.Path, mutant);
        var point = new DiskFaultPoint(fault, dice, load, folder);
        var said = await point.LoadAsync();
        var violation = await point.CutAsync() ?? said;
        return new(
            seed,
            fault,
            fault is DiskFault.SlowFlush or DiskFault.PinnedReader || disk.Failures > 0,
            load.History.Acknowledged,
            disk.Waited,
            violation
        );
    }

    private async Task<string?> LoadAsync()
    {
        try
        {
            await _load.OpenAsync();
        }
        catch (StorageException exception)
        {
            return exception.Fault == (_fault == DiskFault.Full ? StorageFault.Full : StorageFault.Unavailable)
                ? null
                : $"the start says {exception.Fault}: {exception.Message}";
        }
        for (var round = 0; round < Rounds && !_load.IsReadOnly; round++)
        {
            await _load.RunRoundAsync();
        }
        var violation = _fault switch
        {
            DiskFault.FlushFails or DiskFault.WriteFails => await WhatIsSaidOfErrorsAsync(),
            DiskFault.Full => WhatIsSaidOfAFullDisk(),
            DiskFault.PinnedReader => await PinAsync(),
            _ => _load.Faults.Count == 0 ? null : $"writers were told {_load.Faults[0]} by a disk that is only slow",
        };
        await _load.CloseAsync();
        return violation;
    }

    private async Task<string?> WhatIsSaidOfErrorsAsync()
    {
        if (_load.Faults.Any(fault => fault is not (StorageFault.OutcomeUnknown or StorageFault.ReadOnly)))
        {
            return $"writers were told {string.Join(", ", _load.Faults)}";
        }
        if (_disk.Failures == 0)
        {
            return _load.Faults.Count == 0 ? null : "a write failed and the disk did not";
        }
        if (!_load.IsReadOnly)
        {
            return "the disk failed and more is written";
        }
        await _load.RunRoundAsync();
        if (_load.Faults[^1] != StorageFault.ReadOnly)
        {
            return $"a write behind the failure was told {_load.Faults[^1]}";
        }
        await _load.Table.GetAsync(new Key("newest", "transaction"), Consistency.Strong, CancellationToken.None);
        return null;
    }

    private string? WhatIsSaidOfAFullDisk()
    {
        var isWrong = _load.Faults.Any(fault => fault != StorageFault.Full);
        return isWrong || _load.IsReadOnly ? $"writers were told {string.Join(", ", _load.Faults)}" : null;
    }

    /// <summary>The log grows while another program reads, is warned of, and is small again when that has ended.</summary>
    private async Task<string?> PinAsync()
    {
        var options = _load.Settings;
        var other = SqliteConnection.Open(options.Path, readOnly: true, TimeSpan.Zero, WatchedFileSystem.Name);
        using (other)
        {
            other.Execute("BEGIN");
            var before = other.Number("SELECT count(*) FROM items");
            if (!await RunUntilAsync(isLarge: true))
            {
                return "nothing warns of a log that cannot be emptied";
            }
            if (other.Number("SELECT count(*) FROM items") != before)
            {
                return "the state that is read has changed";
            }
        }
        if (!await RunUntilAsync(isLarge: false))
        {
            return "the warning stays although nobody reads any more";
        }
        var size = new FileInfo(options.Path + "-wal").Length;
        return size <= 8L * options.CheckpointPages * SizeOfLogPage ? null : $"the log stays at {size} bytes";
    }

    private async Task<bool> RunUntilAsync(bool isLarge)
    {
        for (var round = 0; round < MostRoundsPinned; round++)
        {
            await _load.RunRoundAsync();
            if (_load.Table.Status.Warnings.Any(warning => warning.Code == "sqlite_wal_large") == isLarge)
            {
                return true;
            }
        }
        return false;
    }

    private async Task<string?> CutAsync()
    {
        for (var cut = 0; cut < Cuts; cut++)
        {
            using var folder = new DiskFolder();
            var operations = cut switch
            {
                // At the end twice: once as it was left by a process that died, once without power.
                < 2 => _disk.Trace.Length,
                2 when _disk.FirstFailure is { } failure => _dice.Between(
                    failure,
                    Math.Min(failure + SoonBehind, _disk.Trace.Length)
                ),
                _ => _dice.Next(_disk.Trace.Length + 1),
            };
            if (cut == 0)
            {
                CopyTo(folder.Path);
            }
            else
            {
                CutState.Write(_disk.Trace, operations, _dice, folder.Path);
            }
            if (await EngineJudge.JudgeAsync(folder.Path, _load.History, operations) is { } violation)
            {
                return $"behind operation {operations} of {_disk.Trace.Length}: {violation}";
            }
        }
        return null;
    }

    private void CopyTo(string folder)
    {
        foreach (
            var name in _disk
                .Trace.Names.Distinct(StringComparer.Ordinal)
                .Where(name => File.Exists(Path.Combine(_folder.Path, name)))
        )
        {
            File.Copy(Path.Combine(_folder.Path, name), Path.Combine(folder, name));
        }
    }
}
