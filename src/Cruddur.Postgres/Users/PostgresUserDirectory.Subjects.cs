using Cruddur.Users;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>Giving a subject to people who were here without one.</summary>
public sealed partial class PostgresUserDirectory
{
    public override Task<UserIdentity?> FindIdentityAsync(Guid uuid, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    "SELECT cognito_user_id IS NOT NULL, email FROM users WHERE uuid = $1",
                    uuid
                );
                await using var reader = await command.ExecuteReaderAsync(token);
                return await reader.ReadAsync(token)
                    ? new UserIdentity(reader.GetBoolean(0), reader.IsDBNull(1) ? null : reader.GetString(1))
                    : null;
            },
            cancellationToken
        );

    internal override async Task<SetSubjectResult> StoreSubjectAsync(
        Guid uuid,
        Subject subject,
        CancellationToken cancellationToken
    )
    {
        if (await ReadBySubjectAsync(subject, cancellationToken) is { } owner && owner.Profile.Uuid != uuid)
        {
            return SetSubjectResult.SubjectTaken;
        }
        try
        {
            var changed = await database.WriteAsync(
                async (connection, token) =>
                {
                    await using var command = connection.CommandOf(
                        """
                        UPDATE users SET cognito_user_id = $2
                        WHERE uuid = $1 AND (cognito_user_id IS NULL OR cognito_user_id = ANY($3))
                        """,
                        uuid,
                        _subjects.Of(subject),
                        _subjects.FormsOf(subject)
                    );
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken
            );
            return changed > 0 ? SetSubjectResult.Set
                : await FindIdentityAsync(uuid, cancellationToken) is null ? SetSubjectResult.NoSuchUser
                : SetSubjectResult.HasAnother;
        }
        catch (PostgresException exception) when (exception.ConstraintName == SubjectKey)
        {
            return SetSubjectResult.SubjectTaken;
        }
    }
}
