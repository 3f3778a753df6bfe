using Cruddur.Storage;
using Cruddur.Users;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>A row of <c>users</c>, as far as a profile needs it.</summary>
/// <param name="Mark">Null when the person is there; otherwise the table decides.</param>
internal sealed record UserRow(
    Guid Uuid,
    string Handle,
    string DisplayName,
    DateTimeOffset CreatedAt,
    long Version,
    AdditionMark? Mark
)
{
    /// <summary>What is read, up to a condition about <c>u</c>.</summary>
    public const string Select = """
        SELECT u.uuid, u.handle, u.display_name, u.created_at, u.version, mark.attempt, mark.epoch, mark.since
        FROM users u LEFT JOIN users_being_added mark ON mark.user_uuid = u.uuid
        """;

    public StoredProfile ToProfile()
    {
        if (!Cruddur.Users.Handle.TryParse(Handle, out var handle, out var problem))
        {
            throw new ItemFormatException($"The user {Uuid} in Postgres has a handle that is none: {problem}");
        }
        var profile = new UserProfile(Uuid, handle, Cruddur.Users.DisplayName.FromStored(DisplayName), CreatedAt);
        return new StoredProfile(profile, Version);
    }

    public static async Task<List<T>> ReadAllAsync<T>(
        NpgsqlCommand command,
        Func<UserRow, T> make,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(
                make(
                    new UserRow(
                        reader.GetGuid(0),
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetFieldValue<DateTimeOffset>(3),
                        reader.GetInt64(4),
                        reader.IsDBNull(5)
                            ? null
                            : new AdditionMark(
                                reader.GetGuid(5),
                                reader.GetString(6),
                                reader.GetFieldValue<DateTimeOffset>(7)
                            )
                    )
                )
            );
        }
        return rows;
    }
}
