namespace Cruddur.Live;

/// <summary>
/// Which of a group's newest sequences were passed on: each once, though they are told twice and, from two nodes, in any
/// order. What comes later than 64 others is passed over; its reader has seen the gap and fetched it.
/// </summary>
internal struct SeenSequences
{
    private long _highest;

    // Bit n is set when _highest - n was seen.
    private ulong _seen;

    /// <returns>Whether it is new.</returns>
    public bool Add(long seq)
    {
        if (seq > _highest)
        {
            var ahead = seq - _highest;
            _seen = (ahead < 64 ? _seen << (int)ahead : 0) | 1;
            _highest = seq;
            return true;
        }
        var behind = _highest - seq;
        if (behind >= 64 || (_seen & (1UL << (int)behind)) != 0)
        {
            return false;
        }
        _seen |= 1UL << (int)behind;
        return true;
    }
}
