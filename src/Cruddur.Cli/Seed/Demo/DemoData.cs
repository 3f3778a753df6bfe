using Cruddur.Activities;
using Cruddur.Messages;
using Cruddur.Server.Accounts;

namespace Cruddur.Cli.Seed.Demo;

/// <summary>Four people to try the server with.</summary>
internal static class DemoData
{
    public const string Password = "correct-horse-battery";
    public const string Handles = "alice, bob, carol or dave";

    /// <summary>Of the demo people and of plausible ones alike.</summary>
    public static readonly Password ParsedPassword = Server.Accounts.Password.TryParse(
        Password,
        out var password,
        out _
    )
        ? password
        : throw new FormatException("The demo password breaks the rules.");

    private static readonly TimeSpan SignedUpBefore = TimeSpan.FromDays(30);

    private static readonly (string Handle, string DisplayName)[] People =
    [
        ("alice", "Alice Adams"),
        ("bob", "Bob Harris"),
        ("carol", "Carol Lindqvist"),
        ("dave", "Dave Okafor"),
    ];

    /// <summary>A second time, whatever the time is then, all of it is there already.</summary>
    public static SeedPlan PlanAt(DateTimeOffset now) =>
        new(
            [
                .. People.Select(person =>
                    PlannedPerson.Of(UuidOf(person.Handle), person.Handle, person.DisplayName, now - SignedUpBefore)
                ),
            ],
            [.. DemoDialogues.All.Select((dialogue, number) => PlanOf(dialogue, number, now))],
            ParsedPassword
        )
        {
            Posts = [.. DemoPosts.All.Select((post, number) => PlanOf(post, number, now))],
        };

    private static PlannedPost PlanOf(DemoPosts.Post post, int number, DateTimeOffset now)
    {
        var writtenAt = now - post.Before;
        var replies = post.Replies.Select(
            (line, index) =>
                WordsOf(SeedUuid.Of("demo reply", $"{number}", $"{index}"), line, writtenAt + post.Pace * (index + 1))
        );
        return new PlannedPost(
            WordsOf(SeedUuid.Of("demo post", $"{number}"), post.Line, writtenAt),
            ActivityTtl.TryParse(post.Ttl, out var ttl) ? ttl : throw new FormatException($"No such ttl: {post.Ttl}"),
            [.. replies],
            [.. post.LikedBy.Select(UuidOf)]
        );
    }

    private static PlannedWords WordsOf(Guid uuid, string line, DateTimeOffset writtenAt)
    {
        var parts = line.Split(": ", 2);
        return new PlannedWords(uuid, UuidOf(parts[0]), writtenAt, TextOf(parts[1]));
    }

    private static PlannedConversation PlanOf(DemoDialogues.Dialogue dialogue, int number, DateTimeOffset now)
    {
        var lines = dialogue.Lines.Split('\n').Select(line => line.Split(": ", 2)).ToArray();
        var end = now - dialogue.EndsBefore;
        var messages = lines
            .Select(
                (line, index) =>
                    new PlannedMessage(
                        SeedUuid.Of("demo message", $"{number}", $"{index}"),
                        UuidOf(line[0]),
                        end - dialogue.Pace * (lines.Length - 1 - index),
                        () => TextOf(line[1])
                    )
            )
            .ToList();
        var handles = lines.Select(line => line[0]).Distinct(StringComparer.Ordinal).ToArray();
        return new PlannedConversation(
            UuidOf(handles[0]),
            UuidOf(handles[1]),
            messages.Count,
            messages,
            [
                .. handles.Select(handle => new PlannedRead(
                    UuidOf(handle),
                    dialogue.Unread is { } unread && unread.Handle == handle
                        ? messages.Count - unread.Messages
                        : messages.Count
                )),
            ]
        );
    }

    private static Guid UuidOf(string handle) => SeedUuid.Of("demo person", handle);

    private static MessageText TextOf(string text) =>
        MessageText.Parse(text) is MessageTextResult.Valid valid
            ? valid.Text
            : throw new FormatException($"A demo message breaks the rules: {text}");
}
