using Cruddur.Cli.Terminals;
using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary>A row that was not what the log says.</summary>
internal sealed record InboxFinding(
    string Outcome,
    Guid? UserUuid,
    Guid? MessageGroupUuid,
    IReadOnlyList<InboxDifference> Differences,
    string? Reason
)
{
    /// <summary>The preview holds what somebody wrote, and reports are passed on: only that it differs is shown.</summary>
    private const string MessageName = "message";

    public static InboxFinding Of(string outcome, InboxRow row, IReadOnlyList<InboxDifference> differences) =>
        new(outcome, row.UserUuid, row.MessageGroupUuid, differences, null);

    public string[] ToRow(IReadOnlyDictionary<Guid, UserProfile> people) =>
        [
            Outcome,
            HandleIn(people) ?? UserUuid?.ToString("D") ?? "-",
            MessageGroupUuid?.ToString("D") ?? "-",
            Reason ?? string.Join("; ", Differences.Select(Words)),
        ];

    public FindingDocument ToDocument(IReadOnlyDictionary<Guid, UserProfile> people) =>
        new(
            Outcome,
            UserUuid,
            HandleIn(people),
            MessageGroupUuid,
            [.. Differences.Select(DifferenceDocument.Of)],
            Reason
        );

    private string? HandleIn(IReadOnlyDictionary<Guid, UserProfile> people) =>
        UserUuid is { } uuid ? people.GetValueOrDefault(uuid)?.Handle.Value : null;

    private static string Words(InboxDifference difference) =>
        difference == InboxDifference.NoRow ? "no row"
        : difference.Attribute == MessageName ? "another message"
        : $"{difference.Attribute} {Words(difference.Found)}, not {Words(difference.Expected)}";

    private static string Words(AttributeValue? value) =>
        value is { } known ? VisibleText.Of(known.ToString()) : "missing";

    internal sealed record DifferenceDocument(string Attribute, object? Found, object? Expected)
    {
        public static DifferenceDocument Of(InboxDifference difference) =>
            difference.Attribute == MessageName
                ? new(MessageName, null, null)
                : new(difference.Attribute, ValueOf(difference.Found), ValueOf(difference.Expected));

        private static object? ValueOf(AttributeValue? value) =>
            value is not { } known ? null
            : known.IsText ? known.Text
            : known.Number;
    }
}

/// <summary>A finding in JSON.</summary>
internal sealed record FindingDocument(
    string Outcome,
    Guid? UserUuid,
    string? Handle,
    Guid? MessageGroupUuid,
    InboxFinding.DifferenceDocument[] Differences,
    string? Reason
);
