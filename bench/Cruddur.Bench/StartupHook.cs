using System.Globalization;
using System.Runtime.InteropServices;

// Loaded into the measured server by DOTNET_STARTUP_HOOKS, so that the product needs no door for it: at SIGUSR1 it collects
// garbage and writes what is left on the managed heap. The runtime wants this name, outside of a namespace:
// https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md
#pragma warning disable CA1050, MA0047
internal static class StartupHook
{
    private const int Usr1 = 10;

    private static PosixSignalRegistration? registration;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("CRUDDUR_HEAP_FILE") is { } file)
        {
            registration = PosixSignalRegistration.Create((PosixSignal)Usr1, context => Collect(context, file));
        }
    }

    private static void Collect(PosixSignalContext context, string file)
    {
        context.Cancel = true;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heap = GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture);
        // At once: somebody waits for the file.
        File.WriteAllText($"{file}.new", heap);
        File.Move($"{file}.new", file, overwrite: true);
    }
}
