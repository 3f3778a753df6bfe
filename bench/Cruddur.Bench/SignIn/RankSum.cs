namespace Cruddur.Bench.SignIn;

/// <summary>Mann and Whitney's test: whether one of two kinds of numbers tends to be greater, whatever their distribution.</summary>
internal static class RankSum
{
    /// <summary>Of one number of each kind, how likely the first is the greater; ties are half. 0.5: nothing is told.</summary>
    public static double ChanceOfBeingGreater(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second) =>
        U(first, second) / ((double)first.Count * second.Count);

    /// <summary>How many standard deviations that is from 0.5 by chance alone. Beyond 2.58 either way it is chance in one of a hundred.</summary>
    public static double StandardScore(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        double product = (double)first.Count * second.Count;
        return (U(first, second) - product / 2) / Math.Sqrt(product * (first.Count + second.Count + 1) / 12);
    }

    private static double U(IReadOnlyCollection<double> first, IReadOnlyCollection<double> second)
    {
        var sorted = second.Order().ToArray();
        return first.Sum(value => (Below(sorted, value, orEqual: false) + Below(sorted, value, orEqual: true)) / 2.0);
    }

    private static int Below(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isBelow = orEqual ? sorted[middle] <= value : sorted[middle] < value;
            (low, high) = isBelow ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
