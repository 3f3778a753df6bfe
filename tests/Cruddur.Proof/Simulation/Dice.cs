namespace Cruddur.Proof.Simulation;

/// <summary>
/// Random numbers from a seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c). Each operation has dice of its own, made
/// of the seed and its place in the script: what happens to it does not change when another one is taken out, so that a
/// failing run can be shrunk.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public static Dice Of(int seed, int first, int second = 0, int third = 0) =>
        new(Mix(Mix(Mix(Mix((uint)seed) + (uint)first) + (uint)second) + (uint)third));

    /// <summary>0 up to, but not with, the bound.</summary>
    public int Next(int bound) => (int)(Next() % (uint)bound);

    public int Between(int least, int most) => least + Next(most - least + 1);

    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;

    public Guid Uuid()
    {
        Span<ulong> halves = [Next(), Next()];
        return new Guid(System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves));
    }

    private ulong Next()
    {
        _state += Step;
        return Scramble(_state);
    }

    private static ulong Mix(ulong value) => Scramble(value + Step);

    private static ulong Scramble(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
