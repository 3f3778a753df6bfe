using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Db;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;
using Cruddur.Postgres.Activities;
using Cruddur.Postgres.Users;
using Cruddur.Server.Settings;
using Cruddur.Server.Users;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Storage;

/// <summary>The people of a table: in it, or in Postgres where the settings say so, as for the server.</summary>
internal sealed class OpenedDirectory : IAsyncDisposable
{
    private readonly ITable _table;
    private readonly CachedUserDirectory _people;
    private readonly PostgresDatabase? _database;

    private OpenedDirectory(ITable table, CachedUserDirectory people, PostgresDatabase? database) =>
        (_table, _people, _database) = (table, people, database);

    public IUserDirectory People => _people;

    /// <summary>The feed beside the people, as it is by a clock.</summary>
    public IActivities ActivitiesAt(TimeProvider clock) => ActivitiesAt(clock, _table, _database);

    /// <param name="database">Null where the people are in the table.</param>
    public static IActivities ActivitiesAt(TimeProvider clock, ITable table, PostgresDatabase? database) =>
        database is null
            ? new TableActivities(table, clock, new Random(Environment.ProcessId))
            : new PostgresActivities(database, clock);

    /// <exception cref="StorageException">They are in Postgres, and it cannot be used; the message says why.</exception>
    public static async Task<OpenedDirectory> OpenAsync(
        ITable table,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var configuration = CommandSettings.Read();
        var options = SettingsSetup.Read<DirectoryOptions>(configuration);
        if (options.Provider == DirectoryProvider.Table)
        {
            return new OpenedDirectory(table, new TableUserDirectory(table, time), database: null);
        }
        var database = await PostgresDatabase.OpenAsync(options.FindPostgres(configuration), cancellationToken);
        var logger = NullLogger<PostgresUserDirectory>.Instance;
        return new OpenedDirectory(
            table,
            new PostgresUserDirectory(database, table, options.FindPoolIssuer(configuration), time, logger),
            database
        );
    }

    /// <summary>For a command that adds people: on another machine only when somebody said so, and after asking.</summary>
    /// <returns>Null when somebody was asked and declined, which they have been told.</returns>
    /// <exception cref="StorageException">As of <see cref="OpenAsync"/>; or nobody said that another machine is meant.</exception>
    public static async Task<OpenedDirectory?> OpenForWritingAsync(
        OpenedTable opened,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var configuration = CommandSettings.Read();
        var options = SettingsSetup.Read<DirectoryOptions>(configuration);
        return
            options.Provider == DirectoryProvider.Postgres
            && options.FindPostgres(configuration).Address is { IsOfThisMachine: false } address
            && !DbTarget.Of(address, opened.OnProd, opened.Asks).IsConfirmed(terminal)
            ? null
            : await OpenAsync(opened.Table, terminal.Time, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
