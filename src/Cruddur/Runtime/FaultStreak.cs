using Cruddur.Storage;

namespace Cruddur.Runtime;

/// <summary>
/// The faults that something meets one after the other while it tries again and again: each kind is told once, not at every
/// try, and the tries become fewer. A disk that fails for a day must not fill itself with the log of it.
/// </summary>
/// <param name="mostPause">So often is it tried at least, as what is over must be noticed. Null: every half minute.</param>
internal sealed class FaultStreak(TimeSpan firstPause, TimeSpan? mostPause = null)
{
    private readonly TimeSpan _mostPause = mostPause ?? TimeSpan.FromSeconds(30);
    private object? _told;
    private int _length;

    /// <summary>Whether the last try failed.</summary>
    public bool IsGoingOn => Volatile.Read(ref _length) > 0;

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan Pause =>
        IsGoingOn
            ? TimeSpan.FromTicks(Math.Min(_mostPause.Ticks, firstPause.Ticks << Math.Min(_length - 1, 10)))
            : firstPause;

    /// <returns>Whether it has to be told: the first of its kind since all was well.</returns>
    public bool Add(Exception exception)
    {
        Volatile.Write(ref _length, _length + 1);
        object kind = exception is StorageException storage ? storage.Fault : exception.GetType();
        var isNew = !kind.Equals(_told);
        _told = kind;
        return isNew;
    }

    public void End()
    {
        _told = null;
        Volatile.Write(ref _length, 0);
    }
}
