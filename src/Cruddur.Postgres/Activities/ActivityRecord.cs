using Cruddur.Activities;
using Npgsql;

namespace Cruddur.Postgres.Activities;

/// <summary>A row of <c>activities</c>, and whether the reader likes it.</summary>
internal sealed record ActivityRecord(Activity Activity, bool IsDeleted)
{
    /// <summary>Of <c>activities a</c>, for the reader <c>$1</c>, who may be nobody.</summary>
    public const string Columns =
        "a.uuid, a.user_uuid, a.message, a.reply_to_activity_uuid, a.created_at, a.expires_at, a.replies_count, "
        + "a.likes_count, CASE WHEN $1::uuid IS NOT NULL THEN EXISTS (SELECT FROM activity_likes l "
        + "WHERE l.activity_uuid = a.uuid AND l.user_uuid = $1::uuid) END, a.deleted_at IS NOT NULL";

    /// <summary>Of <c>activities a</c>: to be seen at <c>$2</c>, and of a reply its post too.</summary>
    public const string IsVisible =
        "a.deleted_at IS NULL AND a.expires_at > $2 AND (a.reply_to_activity_uuid IS NULL OR EXISTS (SELECT FROM "
        + "activities p WHERE p.uuid = a.reply_to_activity_uuid AND p.deleted_at IS NULL AND p.expires_at > $2))";

    public static async Task<List<ActivityRecord>> ReadAllAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken
    )
    {
        var records = new List<ActivityRecord>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var activity = new Activity(
                reader.GetGuid(0),
                reader.GetGuid(1),
                reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetGuid(3),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetFieldValue<DateTimeOffset>(5),
                reader.GetInt32(6),
                reader.GetInt32(7),
                reader.IsDBNull(8) ? null : reader.GetBoolean(8)
            );
            records.Add(new ActivityRecord(activity, reader.GetBoolean(9)));
        }
        return records;
    }
}
