namespace Cruddur.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
internal sealed record CheckResult(string Name, string Status, string Detail, string? Advice)
{
    public const string OkStatus = "ok";
    public const string WarnStatus = "warn";
    public const string FailStatus = "FAIL";

    public static CheckResult Ok(string name, string detail) => new(name, OkStatus, detail, null);

    /// <summary>It works, but something should be changed.</summary>
    public static CheckResult Warn(string name, string detail, string advice) => new(name, WarnStatus, detail, advice);

    /// <summary>A server would not start, or not work.</summary>
    public static CheckResult Fail(string name, string detail, string advice) => new(name, FailStatus, detail, advice);
}
