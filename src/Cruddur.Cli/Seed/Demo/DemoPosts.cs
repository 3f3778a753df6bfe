namespace Cruddur.Cli.Seed.Demo;

/// <summary>What the demo people posted, the oldest first. Each line begins with the handle of who wrote it.</summary>
internal static class DemoPosts
{
    /// <param name="Before">How long before the seeding it was posted.</param>
    /// <param name="Pace">Between the post and its replies.</param>
    public sealed record Post(
        TimeSpan Before,
        string Ttl,
        string Line,
        TimeSpan Pace,
        IReadOnlyList<string> Replies,
        IReadOnlyList<string> LikedBy
    );

    public static readonly IReadOnlyList<Post> All =
    [
        new(
            TimeSpan.FromHours(50),
            "30-days",
            "carol: The library has put the old star atlas on display, the one from 1661. Ground floor, behind the stairs, and nobody minds how long you look.",
            TimeSpan.FromHours(2),
            ["dave: I went at lunch. The crab is upside down", "carol: It has been for 360 years, leave it be"],
            ["alice", "bob"]
        ),
        new(
            TimeSpan.FromHours(27),
            "7-days",
            "dave: Found a glove on the north path, left hand, green. It is on the bench now, waving.",
            TimeSpan.FromMinutes(35),
            [],
            ["alice"]
        ),
        new(
            TimeSpan.FromHours(6),
            "3-days",
            "bob: Free to a good home: one telescope manual in eleven languages, hardly understood.",
            TimeSpan.FromMinutes(4),
            ["carol: Is it any clearer in Finnish?", "bob: In Finnish it is at least brief"],
            ["alice", "carol", "dave"]
        ),
        new(
            TimeSpan.FromMinutes(100),
            "12-hours",
            "carol: The kettle in the reading room boils again. This notice ends by itself at midnight, more or less, like my shift.",
            TimeSpan.FromMinutes(9),
            [],
            []
        ),
        new(
            TimeSpan.FromMinutes(12),
            "7-days",
            "alice: Clear skies on Saturday, says the forecast. Some of us are going up the hill behind the old observatory to look for Saturn.\n\nBring a warm coat, and a red torch if you have one.",
            TimeSpan.FromMinutes(5),
            ["dave: I'll bring soup"],
            ["bob", "dave"]
        ),
    ];
}
