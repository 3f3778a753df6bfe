using Cruddur.Postgres;
using Cruddur.Postgres.Schema;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Postgres;

/// <summary>What is said when Postgres is slow or crowded, which is another thing than being away.</summary>
public sealed class PostgresFaultTests(PostgresFixture postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pool_without_a_free_connection_is_told_and_not_asked_again()
    {
        var address = await ImpatientAsync("Timeout=1");
        await using var database = PostgresDatabase.To(new PostgresSettings(address) { MaxPoolSize = 1 });
        // The timeout is that of connecting as well, for which a busy machine takes what it takes.
        await Eventually.True(() => database.CanAnswerAsync(Cancel), "one is connected");

        var crowded = await database.ReadAsync(
            (_, _) => Assert.ThrowsAsync<StorageException>(() => AskAsync(database, "SELECT 1")),
            Cancel
        );

        Assert.Equal(StorageFault.Unavailable, crowded.Fault);
        Assert.Contains("Directory:MaxPoolSize", crowded.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", crowded.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_told_and_asked_for_once()
    {
        await using var database = PostgresDatabase.To(new PostgresSettings(await ImpatientAsync("Command Timeout=1")));
        var asked = 0;

        var slow = await Assert.ThrowsAsync<StorageException>(() =>
            database.ReadAsync(
                async (connection, token) =>
                {
                    asked++;
                    await using var command = connection.CommandOf("SELECT pg_sleep(60)");
                    return await command.ExecuteScalarAsync(token);
                },
                Cancel
            )
        );

        Assert.Equal(1, asked);
        Assert.Contains("did not answer in time", slow.Message, StringComparison.Ordinal);
        Assert.Contains("Directory:CommandTimeout", slow.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrating_waits_for_another_who_migrates_longer_than_for_an_answer()
    {
        await using var patient = PostgresDatabase.To(new PostgresSettings(await postgres.NewEmptyDatabaseAsync()));
        var address = await ImpatientAsync("Command Timeout=3", patient.Address);
        await using var database = PostgresDatabase.To(new PostgresSettings(address));
        var migrations = new SchemaMigrations(database);

        Task<IReadOnlyList<Migration>>? waiting = null;
        await patient.ReadAsync(
            async (connection, token) =>
            {
                await using var other = await connection.BeginTransactionAsync(token);
                await using var locking = connection.CommandOf(
                    $"SELECT pg_advisory_xact_lock({SchemaMigrations.LockKey})"
                );
                await locking.ExecuteNonQueryAsync(token);
                waiting = migrations.MigrateAsync(Cancel);
                // As long as it would have waited for an answer.
                await Assert.ThrowsAsync<StorageException>(() => AskAsync(database, "SELECT pg_sleep(60)"));
                Assert.False(waiting.IsCompleted);
                return true;
            },
            Cancel
        );

        Assert.Equal(Migration.All.Count, (await waiting!).Count);
    }

    [Theory]
    [InlineData("", 7, 9, 8)]
    [InlineData(";Maximum Pool Size=3;Command Timeout=4;Timeout=6", 3, 4, 6)]
    public async Task What_keywords_say_of_the_pool_and_of_patience_is_meant(
        string keywords,
        int connections,
        int commandSeconds,
        int connectSeconds
    )
    {
        var template = await postgres.AddressOfAsync("people");
        var text = $"Host={template.Host};Port={template.Port};Username={template.Username};Database=people{keywords}";
        Assert.True(PostgresAddress.TryParse(text, out var address, out var problem), problem);

        var settings = new PostgresSettings(address)
        {
            MaxPoolSize = 7,
            CommandTimeout = TimeSpan.FromSeconds(9),
            ConnectTimeout = TimeSpan.FromSeconds(8),
        };
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(settings.ConnectionString);

        Assert.Equal(
            (connections, commandSeconds, connectSeconds),
            (parts.MaxPoolSize, parts.CommandTimeout, parts.Timeout)
        );
    }

    /// <summary>A database's address with a shorter timeout than that of other tests.</summary>
    private async Task<PostgresAddress> ImpatientAsync(string keyword, PostgresAddress? database = null)
    {
        database ??= await postgres.NewDatabaseAsync();
        // Of two, the later is meant.
        var text = $"{await postgres.ConnectionStringOfAsync(database.Database)};{keyword}";
        Assert.True(PostgresAddress.TryParse(text, out var address, out var problem), problem);
        return address;
    }

    private static Task<object?> AskAsync(PostgresDatabase database, string text) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf(text);
                return await command.ExecuteScalarAsync(token);
            },
            Cancel
        );
}
