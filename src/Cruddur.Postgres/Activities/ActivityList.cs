using Cruddur.Activities;
using Npgsql;

namespace Cruddur.Postgres.Activities;

/// <summary>A list of activities: what is in it, and in which order. Each is read by an index of its own.</summary>
internal sealed class ActivityList
{
    public static readonly ActivityList Home = new(
        "a.reply_to_activity_uuid IS NULL",
        about: null,
        isNewestFirst: true
    );

    private readonly string _where;
    private readonly Guid? _about;
    private readonly bool _isNewestFirst;

    /// <param name="where">With <c>$4</c> for what it is about.</param>
    private ActivityList(string where, Guid? about, bool isNewestFirst) =>
        (_where, _about, _isNewestFirst) = (where, about, isNewestFirst);

    public static ActivityList OfUser(Guid userUuid) =>
        new("a.reply_to_activity_uuid IS NULL AND a.user_uuid = $4", userUuid, isNewestFirst: true);

    public static ActivityList RepliesTo(Guid postUuid) =>
        new("a.reply_to_activity_uuid = $4", postUuid, isNewestFirst: false);

    /// <summary>Reads a page, and one more than asked for: it tells whether there are more.</summary>
    public NpgsqlCommand CommandOf(NpgsqlConnection connection, ActivityQuery query, DateTimeOffset now)
    {
        var (direction, compared) = _isNewestFirst ? (" DESC", "<") : ("", ">");
        List<object?> values = [query.Reader, now, query.Limit + 1];
        if (_about is not null)
        {
            values.Add(_about);
        }
        var behind = "";
        if (query.After is { } after)
        {
            behind = $" AND (a.created_at, a.uuid) {compared} (${values.Count + 1}, ${values.Count + 2})";
            values.AddRange([after.CreatedAt, after.Uuid]);
        }
        return connection.CommandOf(
            $"""
            SELECT {ActivityRecord.Columns} FROM activities a
            WHERE {_where} AND {ActivityRecord.IsVisible}{behind}
            ORDER BY a.created_at{direction}, a.uuid{direction} LIMIT $3
            """,
            values.ToArray()
        );
    }
}
