using Cruddur.Server.Settings;

namespace Cruddur.Server.Live;

/// <summary>How clients are told what happens. Configuration section <c>Live</c>.</summary>
public sealed class LiveOptions : ISettings
{
    public const string Section = "Live";

    /// <summary>Some proxies close a connection that is silent for 20 seconds; it is looked for once a second.</summary>
    private static readonly TimeSpan MostHeartbeatInterval = TimeSpan.FromSeconds(18);

    static string ISettings.SectionName => Section;

    /// <summary>
    /// How often a stream says what its client should hold by now, and looks for what it missed. At most 18 seconds. Default 15
    /// seconds.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>So many events may wait for a stream that does not read; with one more it is closed. Default 256.</summary>
    public int BufferedEvents { get; set; } = 256;

    /// <summary>So many streams one person may have open on a server. Default 6.</summary>
    public int StreamsPerUser { get; set; } = 6;

    /// <summary>How often a stream makes sure that its session or token is still good. Default 1 minute.</summary>
    public TimeSpan ReauthorizeInterval { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<string> Problems()
    {
        if (HeartbeatInterval < TimeSpan.FromSeconds(1) || HeartbeatInterval > MostHeartbeatInterval)
        {
            yield return $"{Section}:{nameof(HeartbeatInterval)} is {HeartbeatInterval}; give 00:00:01 to {MostHeartbeatInterval}.";
        }
        if (BufferedEvents < 1)
        {
            yield return $"{Section}:{nameof(BufferedEvents)} is {BufferedEvents}; give at least 1.";
        }
        if (StreamsPerUser < 1)
        {
            yield return $"{Section}:{nameof(StreamsPerUser)} is {StreamsPerUser}; give at least 1.";
        }
        if (ReauthorizeInterval <= TimeSpan.Zero)
        {
            yield return $"{Section}:{nameof(ReauthorizeInterval)} is {ReauthorizeInterval}; give a time above zero.";
        }
    }
}
