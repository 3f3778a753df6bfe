using System.Diagnostics.CodeAnalysis;
using Cruddur.Runtime;

namespace Cruddur.Activities;

/// <summary>How long a post is to be seen, in the original's words.</summary>
public sealed record ActivityTtl
{
    /// <summary>The original's, the longest first.</summary>
    public static readonly IReadOnlyList<ActivityTtl> All =
    [
        new("30-days", TimeSpan.FromDays(30)),
        new("7-days", TimeSpan.FromDays(7)),
        new("3-days", TimeSpan.FromDays(3)),
        new("1-day", TimeSpan.FromDays(1)),
        new("12-hours", TimeSpan.FromHours(12)),
        new("3-hours", TimeSpan.FromHours(3)),
        new("1-hour", TimeSpan.FromHours(1)),
    ];

    /// <summary>What a post without a choice gets: seven days, as on the original's page.</summary>
    public static readonly ActivityTtl Default = All[1];

    /// <summary>No post is to be seen for longer.</summary>
    public static readonly TimeSpan Longest = All[0].Duration;

    private ActivityTtl(string word, TimeSpan duration)
    {
        Word = word;
        Duration = duration;
    }

    public string Word { get; }

    public TimeSpan Duration { get; }

    /// <param name="word">Null or blank for the default.</param>
    public static bool TryParse(string? word, [NotNullWhen(true)] out ActivityTtl? ttl)
    {
        ttl = string.IsNullOrWhiteSpace(word)
            ? Default
            : All.FirstOrDefault(candidate => candidate.Word.Equals(word, StringComparison.Ordinal));
        return ttl is not null;
    }

    /// <summary>When a post of this time is over: at a whole second, as times to live of the table are.</summary>
    public DateTimeOffset ExpiryOf(DateTimeOffset createdAt)
    {
        var end = createdAt + Duration;
        var second = DateTimeOffset.FromUnixTimeSeconds(end.ToUnixTimeSeconds());
        return second < end ? second.AddSeconds(1) : second;
    }

    /// <summary>Now, as exactly as a post can say it: in microseconds.</summary>
    internal static DateTimeOffset Now(TimeProvider time) => UnixTime.ToTime(UnixTime.From(time.GetUtcNow()));
}
