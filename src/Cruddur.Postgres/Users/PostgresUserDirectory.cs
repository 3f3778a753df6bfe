using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>The directory in Postgres, in the original's table <c>users</c>. One primary: reads see every write before them.</summary>
/// <param name="table">
/// Where what goes together with a person is written, and whether it was decided there. Null for tools without one.
/// </param>
/// <param name="poolIssuer">Whose subjects stand in <c>cognito_user_id</c> alone; null when there is no such pool.</param>
public sealed partial class PostgresUserDirectory(
    PostgresDatabase database,
    ITable? table,
    string? poolIssuer,
    TimeProvider time,
    ILogger<PostgresUserDirectory> logger
) : CachedUserDirectory(new PostgresSearchTerms(database), time), IDirectoryProbe
{
    private const string ByUuid = "u.uuid = $1";
    private const string ByHandle = "lower(u.handle COLLATE \"C\") = $1";
    private const string BySubject = "u.cognito_user_id = ANY($1) ORDER BY array_position($1, u.cognito_user_id)";
    private const string HandleKey = "users_handle_key";
    private const string SubjectKey = "users_cognito_user_id_key";
    private const string UuidKey = "users_pkey";

    private readonly UserAdditions _additions = new(database, table, time, logger);
    private readonly SubjectColumn _subjects = new(poolIssuer);

    public string Name => "postgres";

    /// <summary>Before a server listens: settles what a crash left, and indexes what other programs wrote.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _additions.SettleAllAsync(cancellationToken);
        await new SearchIndexing(database).RunAsync(cancellationToken);
    }

    public Task<bool> CanAnswerAsync(CancellationToken cancellationToken) => database.CanAnswerAsync(cancellationToken);

    public override async Task<CreateUserResult> CreateAsync(
        NewUser user,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    )
    {
        var mark = together.Count == 0 ? null : await _additions.NewMarkAsync(cancellationToken);
        // Whoever is in the way may have got stuck on it; then it is free, and this is tried once more.
        for (var isLast = false; ; isLast = true)
        {
            var conflict = await TryInsertAsync(user, mark, cancellationToken);
            if (conflict is null)
            {
                return mark is null
                    ? CreateUserResult.Created
                    : await _additions.DecideAsync(user.Profile.Uuid, mark, together);
            }
            var row = await FindInTheWayAsync(user, conflict.Value, cancellationToken);
            if (
                row?.Uuid == user.Profile.Uuid
                && await TryEndAsync(user.Profile, row, together, cancellationToken) is { } result
            )
            {
                return result;
            }
            if (isLast || !await IsFreeAsync(row, cancellationToken))
            {
                return conflict is Conflict.Subject ? CreateUserResult.SubjectTaken : CreateUserResult.HandleTaken;
            }
        }
    }

    internal override async Task<StoredProfile?> ReadAsync(Guid uuid, CancellationToken cancellationToken) =>
        (await ReadAllAsync([uuid], cancellationToken)).SingleOrDefault();

    internal override async Task<StoredProfile?> ReadByHandleAsync(
        Handle handle,
        CancellationToken cancellationToken
    ) => (await ReadWhereAsync(ByHandle, handle.Folded, cancellationToken)).SingleOrDefault();

    internal override async Task<StoredProfile?> ReadBySubjectAsync(
        Subject subject,
        CancellationToken cancellationToken
    ) =>
        await ReadWhereAsync(BySubject, _subjects.FormsOf(subject), cancellationToken) is [var first, ..]
            ? first
            : null;

    internal override Task<IReadOnlyList<StoredProfile>> ReadAllAsync(
        IReadOnlyCollection<Guid> uuids,
        CancellationToken cancellationToken
    ) => ReadWhereAsync("u.uuid = ANY($1)", uuids.ToArray(), cancellationToken);

    internal override async Task<StoredProfile?> StoreNameAsync(
        Guid uuid,
        DisplayName displayName,
        CancellationToken cancellationToken
    )
    {
        var isThere = await database.WriteAsync(
            async (connection, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                // First the row, which holds back whoever renames at the same time.
                batch.Add(
                    "UPDATE users SET display_name = $2, indexed_name = $2, version = version + 1 WHERE uuid = $1",
                    uuid,
                    displayName.Value
                );
                PostgresSearchTerms.RemoveNames(batch, uuid);
                PostgresSearchTerms.AddTo(batch, SearchTerm.NameTerms(uuid, displayName));
                await batch.ExecuteNonQueryAsync(token);
                return batch.BatchCommands[0].RecordsAffected > 0;
            },
            cancellationToken
        );
        return isThere ? await ReadAsync(uuid, cancellationToken) : null;
    }

    /// <summary>Inserts the row, with a mark when the table is to decide.</summary>
    /// <returns>What is in the way; null when it is there now.</returns>
    private async Task<Conflict?> TryInsertAsync(NewUser user, AdditionMark? mark, CancellationToken cancellationToken)
    {
        try
        {
            await database.WriteAsync(
                (connection, token) => InsertAsync(connection, user, mark, token),
                cancellationToken
            );
            return null;
        }
        catch (PostgresException exception) when (exception.ConstraintName == SubjectKey)
        {
            return Conflict.Subject;
        }
        catch (PostgresException exception) when (exception.ConstraintName == HandleKey)
        {
            // The subject first: whoever is there already needs no other handle.
            return user.Subject is { } subject && await ReadBySubjectAsync(subject, cancellationToken) is not null
                ? Conflict.Subject
                : Conflict.Handle;
        }
        catch (PostgresException exception) when (exception.ConstraintName == UuidKey)
        {
            return Conflict.Uuid;
        }
    }

    private async Task<int> InsertAsync(
        NpgsqlConnection connection,
        NewUser user,
        AdditionMark? mark,
        CancellationToken cancellationToken
    )
    {
        var profile = user.Profile;
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(
            """
            INSERT INTO users (uuid, display_name, handle, email, cognito_user_id, created_at, indexed_name)
            VALUES ($1, $2, $3, $4, $5, $6, $2)
            """,
            profile.Uuid,
            profile.DisplayName.Value,
            profile.Handle.Value,
            user.Email,
            user.Subject is { } subject ? _subjects.Of(subject) : null,
            profile.CreatedAt
        );
        PostgresSearchTerms.AddTo(batch, SearchTerm.Of(profile));
        if (mark is not null)
        {
            UserAdditions.AddTo(batch, profile.Uuid, mark);
        }
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Goes on where an earlier call of the same person stopped.</summary>
    /// <returns>Null when that one came to no end, and this one may not go on for it.</returns>
    private async Task<CreateUserResult?> TryEndAsync(
        UserProfile profile,
        UserRow row,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    )
    {
        if (row.ToProfile().Profile.Handle.Folded != profile.Handle.Folded)
        {
            throw new ArgumentException($"There is a user {profile.Uuid} already: give a new uuid.", nameof(profile));
        }
        if (row.Mark is null || await _additions.IsAddedAsync(row.Uuid, row.Mark, cancellationToken))
        {
            return CreateUserResult.Created;
        }
        return together.Count > 0 && await _additions.IsOwnAsync(row.Mark, cancellationToken)
            ? await _additions.DecideAsync(row.Uuid, row.Mark, together)
            : null;
    }

    private Task<UserRow?> FindInTheWayAsync(NewUser user, Conflict conflict, CancellationToken cancellationToken) =>
        conflict switch
        {
            Conflict.Uuid => FindRowAsync(ByUuid, user.Profile.Uuid, cancellationToken),
            Conflict.Handle => FindRowAsync(ByHandle, user.Profile.Handle.Folded, cancellationToken),
            _ => FindRowAsync(BySubject, _subjects.FormsOf(user.Subject!), cancellationToken),
        };

    /// <summary>Whether nobody is in the way any more: an addition that came to no end is taken back.</summary>
    private async Task<bool> IsFreeAsync(UserRow? row, CancellationToken cancellationToken) =>
        row is null || (row.Mark is { } mark && await _additions.WithdrawAsync(row.Uuid, mark, cancellationToken));

    private async Task<IReadOnlyList<StoredProfile>> ReadWhereAsync(
        string where,
        object value,
        CancellationToken cancellationToken
    )
    {
        var rows = await ReadRowsAsync(where, value, cancellationToken);
        var profiles = new List<StoredProfile>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Mark is null || await _additions.IsAddedAsync(row.Uuid, row.Mark, cancellationToken))
            {
                profiles.Add(row.ToProfile());
            }
        }
        return profiles;
    }

    private async Task<UserRow?> FindRowAsync(string where, object value, CancellationToken cancellationToken) =>
        (await ReadRowsAsync(where, value, cancellationToken)).FirstOrDefault();

    private Task<List<UserRow>> ReadRowsAsync(string where, object value, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf($"{UserRow.Select} WHERE {where}", value);
                return await UserRow.ReadAllAsync(command, row => row, token);
            },
            cancellationToken
        );

    /// <summary>What of somebody who is to be added is there already.</summary>
    private enum Conflict
    {
        Uuid,
        Handle,
        Subject,
    }
}
