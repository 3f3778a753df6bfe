namespace Cruddur.Server.Accounts;

/// <summary>
/// A hash takes a tenth of a second of a core, so only some are computed at a time: a crowd that signs in, or somebody
/// who guesses, waits here while messages go on.
/// </summary>
internal sealed class HashingTurns : IDisposable
{
    private readonly SemaphoreSlim _room = new(Math.Max(1, Environment.ProcessorCount - 1));

    public void Dispose() => _room.Dispose();

    /// <summary>
    /// Waits for its turn. An account is read, checked and counted in one: however many guesses come at once, at most as
    /// many as there are turns are checked beyond the threshold.
    /// </summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
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
}
