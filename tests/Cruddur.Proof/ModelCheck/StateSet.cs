namespace Cruddur.Proof.ModelCheck;

/// <summary>
/// The states that a search has seen, in the order in which it saw them, each with the one it came from. Two arrays and an
/// open hash table, as there are millions.
/// </summary>
internal sealed class StateSet
{
    private UInt128[] _states = new UInt128[1 << 16];
    private int[] _parents = new int[1 << 16];
    private int[] _slots = new int[1 << 18];

    public int Count { get; private set; }

    public UInt128 this[int index] => _states[index];

    public int ParentOf(int index) => _parents[index];

    /// <returns>False when it is there already.</returns>
    public bool Add(UInt128 state, int parent)
    {
        if (Count * 2 >= _slots.Length)
        {
            Grow();
        }
        var slot = SlotOf(state);
        if (_slots[slot] != 0)
        {
            return false;
        }
        if (Count == _states.Length)
        {
            Array.Resize(ref _states, Count * 2);
            Array.Resize(ref _parents, Count * 2);
        }
        _states[Count] = state;
        _parents[Count] = parent;
        _slots[slot] = ++Count;
        return true;
    }

    private int SlotOf(UInt128 state)
    {
        var hash = ((ulong)state * 0x9E3779B97F4A7C15) ^ ((ulong)(state >> 64) * 0xC2B2AE3D27D4EB4F);
        hash ^= hash >> 29;
        var slot = (int)(hash * 0xBF58476D1CE4E5B9 >> 33) & (_slots.Length - 1);
        while (_slots[slot] != 0 && _states[_slots[slot] - 1] != state)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var index = 0; index < Count; index++)
        {
            _slots[SlotOf(_states[index])] = index + 1;
        }
    }
}
