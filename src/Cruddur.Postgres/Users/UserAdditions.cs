using Cruddur.Live;
using Cruddur.Runtime;
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

    private readonly UuidSource _uuids = new(time);

    /// <summary>For a try that begins now.</summary>
    public async Task<AdditionMark> NewMarkAsync(CancellationToken cancellationToken) =>
        new(_uuids.Next(), await EpochAsync(cancellationToken), time.GetUtcNow());

    /// <summary>Marks the row that the same batch writes.</summary>
    public static void AddTo(NpgsqlBatch batch, Guid userUuid, AdditionMark mark) =>
        batch.Add(
            "INSERT INTO users_being_added (user_uuid, attempt, epoch, since) VALUES ($1, $2, $3, $4)",
            userUuid,
            mark.Attempt,
            mark.Epoch,
            mark.Since
        );

    /// <summary>Whether somebody with a mark is there: what the table decided. The mark goes, as it is of no more use.</summary>
    public async Task<bool> IsAddedAsync(Guid userUuid, AdditionMark mark, CancellationToken cancellationToken)
    {
        if (table is null)
        {
            return false;
        }
        // Whatever its epoch: no other table has an item of this try.
        var key = AdditionDecision.KeyOf(userUuid, mark.Attempt);
        var found = await table.GetAsync(key, Consistency.Strong, cancellationToken);
        if (found.Item is null || !AdditionDecision.IsAddedBy(found.Item))
        {
            return false;
        }
        await TryUnmarkAsync(userUuid, mark);
        return true;
    }

    /// <summary>
    /// Lets the table decide about a row that is there with its mark. Who gave up waiting is no reason to stop halfway, so
    /// nothing cancels this.
    /// </summary>
    public async Task<CreateUserResult> DecideAsync(Guid userUuid, AdditionMark mark, IReadOnlyList<Write> together)
    {
        var added = new AdditionDecision(userUuid, mark.Attempt, IsAdded: true);
        // Whatever this throws, the row and its mark stay: nobody knows yet what the table decided.
        var result = await Table.TransactAsync([added.Write, .. together], CancellationToken.None);
        if (result is not TransactionResult.ConditionsFailed { Failed: var failed })
        {
            await TryUnmarkAsync(userUuid, mark);
            return CreateUserResult.Created;
        }
        if (failed.FirstOrDefault(failure => failure.Index == 0)?.Occupant is not { } occupant)
        {
            await RemoveAsync(userUuid, mark);
            return CreateUserResult.TogetherRefused;
        }
        if (AdditionDecision.IsAddedBy(occupant))
        {
            // An engine that sends a transaction again after a lost answer meets its own work.
            await TryUnmarkAsync(userUuid, mark);
            return CreateUserResult.Created;
        }
        // Who took it back may have been stopped before removing the row.
        await RemoveAsync(userUuid, mark);
        throw new StorageException(
            StorageFault.Unavailable,
            $"Adding the user {userUuid} took longer than {Patience.TotalSeconds} seconds and was taken back. Try again."
        );
    }

    /// <summary>
    /// Whether the table is the one that a try was begun with. Another may have decided that the person is there: it has no say
    /// here, and this one none there.
    /// </summary>
    public async Task<bool> IsOwnAsync(AdditionMark mark, CancellationToken cancellationToken) =>
        table is not null && mark.Epoch == await EpochAsync(cancellationToken);

    /// <summary>Takes back an addition that has come to no end in <see cref="Patience"/>.</summary>
    /// <returns>True when the handle and the subject are free again.</returns>
    public async Task<bool> WithdrawAsync(Guid userUuid, AdditionMark mark, CancellationToken cancellationToken)
    {
        if (table is null || time.GetUtcNow() - mark.Since < Patience || !await IsOwnAsync(mark, cancellationToken))
        {
            return false;
        }
        // Written where nothing is decided: whoever still adds this person is refused by it from now on.
        var withdrawn = new AdditionDecision(userUuid, mark.Attempt, IsAdded: false);
        if (
            await table.WriteAsync(withdrawn.Write, cancellationToken)
                is WriteResult.ConditionFailed { Occupant: { } occupant }
            && AdditionDecision.IsAddedBy(occupant)
        )
        {
            await TryUnmarkAsync(userUuid, mark);
            return false;
        }
        await RemoveAsync(userUuid, mark);
        LogWithdrawn(userUuid);
        return true;
    }

    /// <summary>
    /// Settles what servers left that were stopped or crashed in the middle, longer than <see cref="Patience"/> ago; what is
    /// younger is left to who wants the handle, or to the next start.
    /// </summary>
    public async Task SettleAllAsync(CancellationToken cancellationToken)
    {
        var (marks, others) = (await ReadMarksAsync(cancellationToken), 0);
        var epoch = marks.Count > 0 ? await EpochAsync(cancellationToken) : "";
        foreach (var (userUuid, mark) in marks)
        {
            if (await IsAddedAsync(userUuid, mark, cancellationToken))
            {
                continue;
            }
            others += mark.Epoch == epoch ? 0 : 1;
            await WithdrawAsync(userUuid, mark, cancellationToken);
        }
        if (others > 0)
        {
            LogMarksOfOthers(others);
        }
    }

    private ITable Table =>
        table ?? throw new InvalidOperationException("Without a table nothing can be added together.");

    // Read each time: it may be renewed under a running server.
    private async Task<string> EpochAsync(CancellationToken cancellationToken)
    {
        var epoch = new StoreEpoch(Table, _uuids);
        await epoch.LoadAsync(cancellationToken);
        return epoch.Current;
    }

    private Task<List<(Guid UserUuid, AdditionMark Mark)>> ReadMarksAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(
                    "SELECT user_uuid, attempt, epoch, since FROM users_being_added"
                );
                await using var reader = await command.ExecuteReaderAsync(token);
                var marks = new List<(Guid, AdditionMark)>();
                while (await reader.ReadAsync(token))
                {
                    marks.Add(
                        (
                            reader.GetGuid(0),
                            new AdditionMark(
                                reader.GetGuid(1),
                                reader.GetString(2),
                                reader.GetFieldValue<DateTimeOffset>(3)
                            )
                        )
                    );
                }
                return marks;
            },
            cancellationToken
        );

    /// <summary>What was decided stays so whether or not the mark goes; who meets it next tries again.</summary>
    private async Task TryUnmarkAsync(Guid userUuid, AdditionMark mark)
    {
        try
        {
            await ExecuteAsync("DELETE FROM users_being_added WHERE user_uuid = $1 AND attempt = $2", userUuid, mark);
        }
        catch (StorageException exception)
        {
            LogMarkStays(userUuid, exception);
        }
    }

    private Task<int> RemoveAsync(Guid userUuid, AdditionMark mark) =>
        ExecuteAsync(
            // With the mark, or not at all: somebody who was added, or is being added anew, is never removed by this.
            """
            DELETE FROM users
            WHERE uuid = $1 AND EXISTS (SELECT FROM users_being_added WHERE user_uuid = $1 AND attempt = $2)
            """,
            userUuid,
            mark
        );

    // Behind what the table decided: never cancelled, as it would only be left to somebody else.
    private Task<int> ExecuteAsync(string text, Guid userUuid, AdditionMark mark) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(text, userUuid, mark.Attempt);
                return await command.ExecuteNonQueryAsync(token);
            },
            CancellationToken.None
        );

    [LoggerMessage(2500, LogLevel.Information, "The user {UserUuid} was taken back: nobody ended adding this person.")]
    private partial void LogWithdrawn(Guid userUuid);

    [LoggerMessage(
        2501,
        LogLevel.Warning,
        "The user {UserUuid} is added, but still marked as being added in Postgres."
    )]
    private partial void LogMarkStays(Guid userUuid, Exception exception);

    [LoggerMessage(
        2502,
        LogLevel.Warning,
        "Postgres has {Count} people whom servers with another table, or this one before it was restored, were adding. "
            + "They stay as they are: docs/operations.md says what to do."
    )]
    private partial void LogMarksOfOthers(int count);
}
