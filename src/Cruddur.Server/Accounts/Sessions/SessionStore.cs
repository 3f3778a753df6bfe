using Cruddur.Storage;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>Sessions in the table.</summary>
internal sealed class SessionStore(ITable table, TimeProvider time)
{
    /// <summary>How often it is written that a session is in use.</summary>
    public static readonly TimeSpan SeenInterval = TimeSpan.FromHours(1);

    /// <summary>Sessions of one kind that a person may have; with one more the oldest ends.</summary>
    public const int MostOfAKind = 100;

    private const int PageSize = 250;

    /// <returns>Null when it ended or ran out.</returns>
    // Strong: a replica may still have one that ended a moment ago, which this node would then hold for seconds.
    public async Task<StoredSession?> FindAsync(Guid userUuid, Guid uuid, CancellationToken cancellationToken)
    {
        var key = StoredSession.KeyOf(userUuid, uuid);
        var item = (await table.GetAsync(key, Consistency.Strong, cancellationToken)).Item;
        var session = item is null ? null : StoredSession.FromItem(userUuid, item);
        return session is null || IsOver(session) ? null : session;
    }

    /// <summary>Those that are good, the newest last.</summary>
    public async Task<IReadOnlyList<StoredSession>> ListAsync(Guid userUuid, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(userUuid, Consistency.Strong, cancellationToken)).Where(session => !IsOver(session))];

    /// <summary>Adds one.</summary>
    /// <returns>Those that are to be ended now: they ran out, or are too many.</returns>
    public async Task<IReadOnlyList<StoredSession>> AddAsync(StoredSession added, CancellationToken cancellationToken)
    {
        // What ran out is removed by its time to live as well, but only later, by DynamoDB within days, and without giving back
        // its tokens.
        var before = await ReadAsync(added.UserUuid, Consistency.Eventual, cancellationToken);
        var isOver = before.ToLookup(IsOver);
        var tooMany = isOver[false].Where(session => session.Kind == added.Kind).SkipLast(MostOfAKind - 1);
        await table.WriteAsync(new Write.Put(added.ToItem(), Condition.None), cancellationToken);
        return [.. isOver[true], .. tooMany];
    }

    /// <returns>False when it ended meanwhile.</returns>
    public async Task<bool> SeeAsync(StoredSession session, CancellationToken cancellationToken) =>
        await table.WriteAsync(session.See(), cancellationToken) is WriteResult.Written;

    public Task RemoveAsync(StoredSession session, CancellationToken cancellationToken) =>
        table.WriteAsync(new Write.Delete(session.Key, Condition.None), cancellationToken);

    // As its time to live may not have deleted it yet.
    private bool IsOver(StoredSession session) => session.ExpiresAt <= time.GetUtcNow();

    // The oldest first.
    private async Task<List<StoredSession>> ReadAsync(
        Guid userUuid,
        Consistency consistency,
        CancellationToken cancellationToken
    )
    {
        var sessions = new List<StoredSession>();
        var query = new Query(StoredSession.PartitionOf(userUuid), SortRange.All, PageSize, consistency);
        while (true)
        {
            var page = await table.QueryAsync(query, cancellationToken);
            sessions.AddRange(page.Items.Select(item => StoredSession.FromItem(userUuid, item)));
            if (page.Next is null)
            {
                return [.. sessions.OrderBy(session => session.CreatedAt)];
            }
            query = query with { After = page.Next };
        }
    }
}
