using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;
using Cruddur.Server.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether the clock can be right: no earlier than this program, and than what it wrote.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";
    private const string Advice =
        "Set the clock, and let it be kept right (timedatectl set-ntp true): messages get their times from it.";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset NoProgramSoOld = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static CheckResult Run(StorageOptions storage, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (now < NoProgramSoOld)
        {
            return CheckResult.Fail(
                Name,
                $"{Wording.Of(now)} is before cruddur {ShowVersion.Version} was made",
                Advice
            );
        }
        var newest = new[] { storage.DatabasePath, storage.DatabasePath + "-wal" }
            .Where(File.Exists)
            .Select(path => new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero))
            .DefaultIfEmpty(DateTimeOffset.MinValue)
            .Max();
        return newest > now + Tolerance
            ? CheckResult.Warn(
                Name,
                $"{Wording.Of(now)} is before the last write to the database, {Wording.Of(newest)}",
                Advice
            )
            : CheckResult.Ok(Name, Wording.Of(now));
    }
}
