using Cruddur.Activities;
using Npgsql;

namespace Cruddur.Postgres.Activities;

/// <summary>The feed in Postgres, beside the people.</summary>
/// <remarks>
/// Whoever adds or removes what is counted holds the row of the post meanwhile and changes the number by one: of those who come
/// at once one waits for the other, nobody begins again, and as only one post is ever held, nobody waits in a circle.
/// </remarks>
public sealed partial class PostgresActivities(PostgresDatabase database, TimeProvider time) : IActivities
{
    private readonly ActivityGates _gates = new(time, TimeSpan.FromSeconds(4));

    public Task<ActivityPage> ListHomeAsync(ActivityQuery query, CancellationToken cancellationToken) =>
        ListAsync(ActivityList.Home, query, cancellationToken);

    public Task<ActivityPage> ListOfUserAsync(
        Guid userUuid,
        ActivityQuery query,
        CancellationToken cancellationToken
    ) => ListAsync(ActivityList.OfUser(userUuid), query, cancellationToken);

    public Task<ActivityPage> ListRepliesAsync(
        Guid activityUuid,
        ActivityQuery query,
        CancellationToken cancellationToken
    ) => ListAsync(ActivityList.RepliesTo(activityUuid), query, cancellationToken);

    public Task<Activity?> FindAsync(Guid activityUuid, Guid? reader, CancellationToken cancellationToken) =>
        database.ReadAsync(
            (connection, token) => FindVisibleAsync(connection, activityUuid, reader, token),
            cancellationToken
        );

    /// <summary>Removes what is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const int chunk = 500;
        var (all, removed) = (0, chunk);
        // In small pieces, and past what somebody holds: it comes with the next time.
        while (removed == chunk)
        {
            removed = await database.WriteAsync(
                async (connection, token) =>
                {
                    await using var command = connection.CommandOf(
                        """
                        DELETE FROM activities WHERE uuid IN (SELECT uuid FROM activities WHERE expires_at <= $1
                            ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
                        """,
                        now,
                        chunk
                    );
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken
            );
            all += removed;
        }
        return all;
    }

    private async Task<ActivityPage> ListAsync(
        ActivityList list,
        ActivityQuery query,
        CancellationToken cancellationToken
    )
    {
        var records = await database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = list.CommandOf(connection, query, time.GetUtcNow());
                return await ActivityRecord.ReadAllAsync(command, token);
            },
            cancellationToken
        );
        var page = records.Take(query.Limit).Select(record => record.Activity).ToList();
        return new ActivityPage(page, records.Count > query.Limit ? ActivityPlace.Of(page[^1]) : null);
    }

    private async Task<Activity?> FindVisibleAsync(
        NpgsqlConnection connection,
        Guid activityUuid,
        Guid? reader,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CommandOf(
            $"SELECT {ActivityRecord.Columns} FROM activities a WHERE a.uuid = $3 AND {ActivityRecord.IsVisible}",
            reader,
            time.GetUtcNow(),
            activityUuid
        );
        return (await ActivityRecord.ReadAllAsync(command, cancellationToken)).FirstOrDefault()?.Activity;
    }

    /// <summary>Also one that was taken back.</summary>
    private async Task<ActivityRecord?> FindKeptAsync(
        NpgsqlConnection connection,
        Guid activityUuid,
        Guid reader,
        CancellationToken cancellationToken
    )
    {
        await using var command = connection.CommandOf(
            $"SELECT {ActivityRecord.Columns} FROM activities a WHERE a.expires_at > $2 AND a.uuid = $3",
            reader,
            time.GetUtcNow(),
            activityUuid
        );
        return (await ActivityRecord.ReadAllAsync(command, cancellationToken)).FirstOrDefault();
    }
}
