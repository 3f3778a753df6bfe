using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cruddur.Postgres.Users;

/// <summary>
/// Adds somebody to Postgres and something to the table, which have no transaction in common: first the row, marked in
/// <c>users_being_added</c>; then the table decides, in one transaction with what goes together; then the mark goes. Whoever
/// meets a mark asks the table. docs/decisions/0015 has every crash.
/// </summary>
/// <param name="table">Null for tools without one: who is being added is not there for them.</param>
internal sealed partial class UserAdditions(PostgresDatabase database, ITable? table, TimeProvider time, ILogger logger)
{
    /// <summary>So long an addition may take before it is taken back by who wants the handle. It mostly takes milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Marks the row that the same batch writes.</summary>
    public void AddMarkTo(NpgsqlBatch batch, Guid userUuid) =>
        batch.Add("INSERT INTO users_being_added (user_uuid, since) VALUES ($1, $2)", userUuid, time.GetUtcNow());

    /// <summary>Whether somebody with a mark is there: what the table decided. The mark goes, as it is of no more use.</summary>
    public async Task<bool> IsAddedAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        if (table is null)
        {
            return false;
        }
        var found = await table.GetAsync(AdditionDecision.KeyOf(userUuid), Consistency.Strong, cancellationToken);
        if (found.Item is null || !AdditionDecision.FromItem(userUuid, found.Item).IsAdded)
        {
            return false;
        }
        await TryUnmarkAsync(userUuid, cancellationToken);
        return true;
    }

    /// <summary>Lets the table decide about a row that is there with its mark.</summary>
    public async Task<CreateUserResult> DecideAsync(
        Guid userUuid,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    )
    {
        var added = new AdditionDecision(userUuid, IsAdded: true);
        // Whatever this throws, the row and its mark stay: nobody knows yet what the table decided.
        var result = await Table.TransactAsync([added.Write, .. together], cancellationToken);
        if (result is not TransactionResult.ConditionsFailed { Failed: var failed })
        {
            await TryUnmarkAsync(userUuid, cancellationToken);
            return CreateUserResult.Created;
        }
        if (failed.FirstOrDefault(failure => failure.Index == 0)?.Occupant is not { } occupant)
        {
            await RemoveAsync(userUuid, cancellationToken);
            return CreateUserResult.TogetherRefused;
        }
        if (AdditionDecision.FromItem(userUuid, occupant).IsAdded)
        {
            // An engine that sends a transaction again after a lost answer meets its own work.
            await TryUnmarkAsync(userUuid, cancellationToken);
            return CreateUserResult.Created;
        }
        throw new StorageException(
            StorageFault.Unavailable,
            $"Adding the user {userUuid} took longer than {Patience.TotalSeconds} seconds and was taken back. Try again."
        );
    }

    /// <summary>Takes back an addition that has come to no end in <see cref="Patience"/>.</summary>
    /// <returns>True when the handle and the subject are free again.</returns>
    public async Task<bool> WithdrawAsync(Guid userUuid, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (table is null || time.GetUtcNow() - since < Patience)
        {
            return false;
        }
        // Written where nothing is decided: whoever still adds this person is refused by it from now on.
        var withdrawn = new AdditionDecision(userUuid, IsAdded: false);
        if (
            await table.WriteAsync(withdrawn.Write, cancellationToken)
                is WriteResult.ConditionFailed { Occupant: { } occupant }
            && AdditionDecision.FromItem(userUuid, occupant).IsAdded
        )
        {
            await TryUnmarkAsync(userUuid, cancellationToken);
            return false;
        }
        await RemoveAsync(userUuid, cancellationToken);
        LogWithdrawn(userUuid);
        return true;
    }

    /// <summary>Settles what servers left that were stopped or crashed in the middle.</summary>
    public async Task SettleAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (userUuid, since) in await ReadMarksAsync(cancellationToken))
        {
            if (!await IsAddedAsync(userUuid, cancellationToken))
            {
                await WithdrawAsync(userUuid, since, cancellationToken);
            }
        }
    }

    private ITable Table =>
        table ?? throw new InvalidOperationException("Without a table nothing can be added together.");

    private Task<IReadOnlyList<(Guid UserUuid, DateTimeOffset Since)>> ReadMarksAsync(
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<(Guid, DateTimeOffset)>>(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf("SELECT user_uuid, since FROM users_being_added");
                await using var reader = await command.ExecuteReaderAsync(token);
                var marks = new List<(Guid, DateTimeOffset)>();
                while (await reader.ReadAsync(token))
                {
                    marks.Add((reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
                }
                return marks;
            },
            cancellationToken
        );

    /// <summary>What was decided stays so whether or not the mark goes; who meets it next tries again.</summary>
    private async Task TryUnmarkAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("DELETE FROM users_being_added WHERE user_uuid = $1", userUuid, cancellationToken);
        }
        catch (StorageException exception)
        {
            LogMarkStays(userUuid, exception);
        }
    }

    private Task<int> RemoveAsync(Guid userUuid, CancellationToken cancellationToken) =>
        ExecuteAsync(
            // With the mark, or not at all: somebody who was added is never removed by this.
            "DELETE FROM users WHERE uuid = $1 AND EXISTS (SELECT FROM users_being_added WHERE user_uuid = $1)",
            userUuid,
            cancellationToken
        );

    private Task<int> ExecuteAsync(string text, Guid userUuid, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(text, userUuid);
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken
        );

    [LoggerMessage(2500, LogLevel.Information, "The user {UserUuid} was taken back: nobody ended adding this person.")]
    private partial void LogWithdrawn(Guid userUuid);

    [LoggerMessage(
        2501,
        LogLevel.Warning,
        "The user {UserUuid} is added, but still marked as being added in Postgres."
    )]
    private partial void LogMarkStays(Guid userUuid, Exception exception);
}
