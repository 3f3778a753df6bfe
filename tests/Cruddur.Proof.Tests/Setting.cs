using System.Globalization;

namespace Cruddur.Proof.Tests;

/// <summary>CRUDDUR_SEED runs one seed again, CRUDDUR_SEEDS runs more or fewer of them.</summary>
internal static class Setting
{
    public static IEnumerable<int> Seeds(int eachCommit) =>
        Number("CRUDDUR_SEED") is { } only ? [only] : Enumerable.Range(1, Number("CRUDDUR_SEEDS") ?? eachCommit);

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}
