using Cruddur.Storage;

namespace Cruddur.Runtime;

/// <summary>
/// The faults that something meets one after the other while it tries again and again: each kind is told once, not at every
/// try, and the tries become fewer. A disk that fails for a day must not fill itself with the log of it.
/// </summary>
internal sealed class FaultStreak(TimeSpan firstPause)
{
    /// <summary>So often is it tried at least: what is over must be noticed.</summary>
    public static readonly TimeSpan MostPause = TimeSpan.FromSeconds(30);

    private object? _told;
    private int _length;

    /// <summary>Whether the last try failed.</summary>
    public bool IsGoingOn => Volatile.Read(ref _length) > 0;

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan Pause =>
        IsGoingOn
            ? TimeSpan.FromTicks(Math.Min(MostPause.Ticks, firstPause.Ticks << Math.Min(_length - 1, 10)))
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
