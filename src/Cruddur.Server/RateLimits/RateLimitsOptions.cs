using Cruddur.Server.Settings;

namespace Cruddur.Server.RateLimits;

/// <summary>
/// How often one caller may call, on each server. As many calls as a minute has may be made at once; then they come back
/// evenly. 0: without that limit. Configuration section <c>RateLimits</c>.
/// </summary>
public sealed class RateLimitsOptions : ISettings
{
    public const string Section = "RateLimits";

    static string ISettings.SectionName => Section;

    /// <summary>Whether there are limits at all. Load tests switch them off. Default <c>true</c>.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Calls of the API a minute from one address, whoever makes them. Default 6,000.</summary>
    public int AddressPerMinute { get; set; } = 6000;

    /// <summary>Tries to sign in or up, to change a password or to use a code, a minute from one address. Default 30.</summary>
    public int SignInAddressPerMinute { get; set; } = 30;

    /// <summary>The same a minute for one login or signed-in user, from wherever they come. Default 10.</summary>
    public int SignInLoginPerMinute { get; set; } = 10;

    /// <summary>Reads a minute of one user. Default 1,200.</summary>
    public int ReadsPerMinute { get; set; } = 1200;

    /// <summary>Searches for people a minute of one user. Default 120.</summary>
    public int SearchesPerMinute { get; set; } = 120;

    /// <summary>Streams of events that one user opens a minute. Default 30.</summary>
    public int StreamsPerMinute { get; set; } = 30;

    /// <summary>Messages, posts and replies a minute of one user. Default 300.</summary>
    public int SendsPerMinute { get; set; } = 300;

    /// <summary>Messages a minute in one message group, of all its members together. Default 400.</summary>
    public int GroupSendsPerMinute { get; set; } = 400;

    /// <summary>Other changes a minute of one user: read marks, typing, the profile. Default 600.</summary>
    public int ChangesPerMinute { get; set; } = 600;

    public IEnumerable<string> Problems() =>
        typeof(RateLimitsOptions)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(int))
            .Select(property => (property.Name, Value: (int)property.GetValue(this)!))
            .Where(setting => setting.Value is < 0 or > MostPerMinute)
            .Select(setting =>
                $"{Section}:{setting.Name} is {setting.Value}; give 0, for no limit, to {MostPerMinute}."
            );

    /// <summary>A call each microsecond, which no machine can do.</summary>
    internal const int MostPerMinute = 60_000_000;
}
