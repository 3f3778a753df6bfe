namespace Cruddur.EndToEnd.Support;

/// <summary>
/// For all that must come. It costs nothing when it comes, and a machine may be busy, or stand still for a while.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan ForAll = TimeSpan.FromMinutes(3);

    /// <summary>As Playwright takes it.</summary>
    public static readonly float InMilliseconds = (float)ForAll.TotalMilliseconds;
}
