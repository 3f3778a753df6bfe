using Cruddur.Storage;

namespace Cruddur.Cli.Doctor;

/// <summary>Whether the operating system's SQLite library is there, and new enough.</summary>
internal static class SqliteCheck
{
    private const string Name = "sqlite";

    public static async Task<CheckResult> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var status = await EngineProbe.RunAsync(Path.GetTempPath(), time, cancellationToken);
            var detail = $"SQLite {status.Version}, the operating system's library";
            return status.Warnings.Count == 0
                ? CheckResult.Ok(Name, detail)
                : CheckResult.Warn(Name, detail, string.Join(' ', status.Warnings.Select(warning => warning.Message)));
        }
        catch (StorageException exception)
        {
            return CheckResult.Fail(Name, "it could not be used", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return CheckResult.Warn(
                Name,
                $"not checked: {exception.Message}",
                "Let this user write to the folder of temporary files, or name another with TMPDIR."
            );
        }
    }
}
