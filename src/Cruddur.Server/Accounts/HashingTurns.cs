namespace Cruddur.Server.Accounts;

/// <summary>
/// A hash takes a tenth of a second of a core, so only some are computed at a time: a crowd that signs in, or somebody
/// who guesses, waits here while messages go on. And only so many wait: one who would have to wait for seconds is told so
/// at once.
/// </summary>
internal sealed class HashingTurns(int turns) : IDisposable
{
    /// <summary>How many may wait for each turn: some three seconds.</summary>
    public const int MostWaiting = 32;

    private readonly SemaphoreSlim _room = new(turns);
    private int _taken;

    /// <summary>As many turns as leave a core to everything else.</summary>
    public HashingTurns()
        : this(Math.Max(1, Environment.ProcessorCount - 1)) { }

    public void Dispose() => _room.Dispose();

    /// <summary>Waits for its turn however many do: for callers of whom there are only some.</summary>
    public async Task<T> WaitAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return work();
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>
    /// Waits for its turn. An account is read, checked and counted in one: however many guesses come at once, at most as
    /// many as there are turns are checked beyond the threshold.
    /// </summary>
    /// <returns><paramref name="whenCrowded"/>, without having worked, when too many wait already.</returns>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, T whenCrowded, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _taken) > turns * (1 + MostWaiting))
        {
            Interlocked.Decrement(ref _taken);
            return whenCrowded;
        }
        try
        {
            await _room.WaitAsync(cancellationToken);
            try
            {
                return await work();
            }
            finally
            {
                _room.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _taken);
        }
    }
}
