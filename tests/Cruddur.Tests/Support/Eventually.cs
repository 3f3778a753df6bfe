using System.Diagnostics;

namespace Cruddur.Tests.Support;

/// <summary>For what follows in the background without telling: asks again until it holds.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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
