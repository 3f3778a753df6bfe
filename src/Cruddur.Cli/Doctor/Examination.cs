using Cruddur.Cli.Serve;
using Cruddur.Server.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>All checks, in the order in which a server would meet what they look at.</summary>
internal sealed class Examination(StorageOptions storage, ListenAddress listen, TimeProvider time)
{
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var database = await DatabaseCheck.RunAsync(storage, time, cancellationToken);
        return
        [
            VersionCheck.Run(),
            await SqliteCheck.RunAsync(time, cancellationToken),
            await DataFolderCheck.RunAsync(storage, time, cancellationToken),
            database.Result,
            DiskSpaceCheck.Run(storage),
            PortCheck.Run(listen, isServerRunning: database.IsInUse),
            ClockCheck.Run(storage, time),
        ];
    }
}
