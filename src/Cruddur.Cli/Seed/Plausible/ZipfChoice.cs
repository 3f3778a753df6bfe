namespace Cruddur.Cli.Seed.Plausible;

/// <summary>
/// Chooses among ranks as popularity is spread in life: the chance of a rank is about its reciprocal (Zipf-Mandelbrot).
/// The shift keeps the first few from having nearly everything.
/// </summary>
internal sealed class ZipfChoice
{
    private readonly double[] _cumulative;

    public ZipfChoice(int count, double exponent, double shift)
    {
        _cumulative = new double[count];
        var sum = 0.0;
        for (var rank = 0; rank < count; rank++)
        {
            sum += Math.Pow(rank + 1 + shift, -exponent);
            _cumulative[rank] = sum;
        }
    }

    public int Next(Random random)
    {
        var index = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(index < 0 ? ~index : index, _cumulative.Length - 1);
    }
}
