using System.Diagnostics;
using System.Globalization;

namespace Cruddur.Bench.Live;

/// <summary>What the measured server's process uses.</summary>
/// <param name="heapFile">Where its <see cref="StartupHook"/> writes; null when it has none.</param>
internal sealed class MeasuredServer(int process, string? heapFile = null)
{
    public TimeSpan ProcessorTime => Now().TotalProcessorTime;

    /// <summary>Bytes of the machine's memory.</summary>
    public long Resident => Now().WorkingSet64;

    /// <summary>Has the server collect its garbage.</summary>
    /// <returns>Bytes of its managed heap.</returns>
    public async Task<long> CollectAsync()
    {
        File.Delete(heapFile!);
        using var kill = Process.Start("kill", ["-USR1", process.ToString(CultureInfo.InvariantCulture)]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (!File.Exists(heapFile))
        {
            await timer.WaitForNextTickAsync();
        }
        return long.Parse(await File.ReadAllTextAsync(heapFile!), CultureInfo.InvariantCulture);
    }

    private Process Now() => Process.GetProcessById(process);
}
