using System.Globalization;

namespace Cruddur.Bench.Live;

/// <summary>What streams cost the server on which nothing happens: memory, and processor time for heartbeats.</summary>
internal static class IdleStreams
{
    // Behind the second heartbeat of each stream, so that what is made once is there.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(35);

    /// <summary>
    /// Prints <c>RESULT</c>, then of the whole server: KiB resident and KiB of managed heap behind a collection, KiB resident before
    /// it, and milliseconds of processor time a second.
    /// </summary>
    public static async Task<int> RunAsync(
        Uri address,
        MeasuredServer server,
        LiveWorld world,
        int streams,
        int seconds
    )
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        using var ended = new CancellationTokenSource();
        await LiveClient.OpenAsync(http, world, streams, (_, _) => { }, ended.Token);
        await Task.Delay(Settling, TimeProvider.System);
        var before = server.ProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var processor = (server.ProcessorTime - before).TotalMilliseconds / seconds;
        var uncollected = server.Resident / 1024;
        var heap = await server.CollectAsync() / 1024;
        var resident = server.Resident / 1024;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"RESULT {resident} {heap} {uncollected} {processor:F1}")
        );
        await ended.CancelAsync();
        return 0;
    }
}
