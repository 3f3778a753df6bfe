using System.Diagnostics;

namespace Cruddur.Tests.Support;

/// <summary>For what follows in the background without telling: asks again until it holds.</summary>
internal static class Eventually
{
    /// <summary>
    /// For all that must come. It costs nothing when it comes, and a machine may be busy, or stand still for a while.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task True(Func<Task<bool>> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"Not within {Patience}: {what}.");
            await Task.Yield();
        }
    }
}
