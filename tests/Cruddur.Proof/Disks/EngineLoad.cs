using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Disks;

/// <summary>The real engine on a watched disk, and transactions for it in batches that depend on the dice alone.</summary>
internal sealed class EngineLoad : IDisposable
{
    private const int MostInABatch = 6;

    private readonly Dice _dice;
    private readonly Mutant _mutant;
    private readonly SqliteTableOptions _options;
    private readonly List<StorageFault> _faults = [];
    private EngineHooks _hooks;
    private SqliteTable? _table;

    public EngineLoad(Dice dice, Disk disk, string folder, Mutant mutant)
    {
        (_dice, Disk, _mutant) = (dice, disk, mutant);
        History = new EngineHistory(dice, disk.Trace);
        _hooks = new EngineHooks(History, mutant);
        _options = Options(folder, dice.Between(4, 30), _hooks);
        WatchedFileSystem.Mount(folder, disk);
    }

    public Disk Disk { get; }

    public EngineHistory History { get; }

    public SqliteTable Table => _table!;

    public SqliteTableOptions Settings => _options;

    /// <summary>What writers were told, in order.</summary>
    public IReadOnlyList<StorageFault> Faults => _faults;

    public bool IsReadOnly => Table.Status.IsReadOnly;

    public async Task OpenAsync() =>
        _table = await SqliteTable.OpenAsync(
            _options,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );

    public async Task CloseAsync() => await Table.DisposeAsync();

    /// <summary>One transaction alone and, as they wait while it is committed, up to six in one commit.</summary>
    public async Task RunRoundAsync()
    {
        var first = Submit();
        _hooks.Batch = [first.Number];
        if (await MeetsCommitAsync(first.Answer))
        {
            var others = Enumerable.Range(0, _dice.Next(MostInABatch + 1)).Select(_ => Submit()).ToArray();
            _hooks.LetGo();
            if (others.Length > 0 && await MeetsCommitAsync(others[0].Answer))
            {
                _hooks.Batch = [.. others.Select(other => other.Number)];
                _hooks.LetGo();
            }
            foreach (var (number, answer) in others)
            {
                await HearAsync(number, answer);
            }
        }
        await HearAsync(first.Number, first.Answer);
        await SettleAsync();
    }

    public void Dispose()
    {
        WatchedFileSystem.Unmount(Path.GetDirectoryName(_options.Path)!);
        _hooks.Dispose();
    }

    private (int Number, Task Answer) Submit()
    {
        var number = History.Next();
        return (number, Table.TransactAsync(History[number], CancellationToken.None));
    }

    /// <returns>False when it was answered without a commit, as by an engine that takes no more writes.</returns>
    private async Task<bool> MeetsCommitAsync(Task answer)
    {
        using var over = new CancellationTokenSource();
        var arrived = _hooks.ArrivedAsync(over.Token);
        if (await Task.WhenAny(arrived, answer) == arrived)
        {
            return true;
        }
        await over.CancelAsync();
        return false;
    }

    /// <summary>Waits for the checkpoint behind the last commit, by a write that changes nothing.</summary>
    private async Task SettleAsync()
    {
        _hooks.Batch = [];
        var answer = Table.TrimAsync("0", CancellationToken.None);
        if (await MeetsCommitAsync(answer))
        {
            _hooks.LetGo();
        }
        try
        {
            await answer;
        }
        catch (StorageException exception) when (exception.Fault == StorageFault.ReadOnly)
        {
            // As the load was told, or will be.
        }
    }

    private async Task HearAsync(int number, Task answer)
    {
        try
        {
            await answer;
        }
        catch (StorageException exception)
        {
            _faults.Add(exception.Fault);
            if (exception.Fault != StorageFault.OutcomeUnknown)
            {
                History.Refuse(number);
            }
        }
    }

    private static SqliteTableOptions Options(string folder, int checkpointPages, EngineHooks hooks) =>
        new()
        {
            Path = EngineJudge.PathIn(folder),
            CheckpointPages = checkpointPages,
            Hooks = hooks,
        };
}
