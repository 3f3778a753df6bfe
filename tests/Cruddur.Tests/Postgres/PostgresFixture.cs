using Cruddur.Postgres;
using Cruddur.Postgres.Schema;
using Cruddur.Tests.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Cruddur.Tests.Postgres;

/// <summary>One Postgres for all tests of the run, started when the first of them asks; each gets databases of its own.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "cruddur_template";
    private static int _databases;

    private readonly Lazy<Task<PostgresProcess>> _process = new(StartAsync);

    /// <summary>A name for a database that a test makes by itself.</summary>
    public static string NewName() => $"cruddur_test_{Interlocked.Increment(ref _databases)}";

    /// <summary>A database with nothing in it.</summary>
    public async Task<PostgresAddress> NewEmptyDatabaseAsync()
    {
        var address = await AddressOfAsync(NewName());
        await using var server = new PostgresServer(address);
        Assert.True(await server.CreateAsync(TestContext.Current.CancellationToken));
        return address;
    }

    /// <summary>A database with the schema and nobody in it.</summary>
    public async Task<PostgresAddress> NewDatabaseAsync()
    {
        var (process, name) = (await _process.Value, NewName());
        await ExecuteAsync(process.Address, $"CREATE DATABASE {name} TEMPLATE {Template}");
        return process.AddressOf(name);
    }

    public async Task<PostgresAddress> AddressOfAsync(string database) => (await _process.Value).AddressOf(database);

    public async Task<string> ConnectionStringOfAsync(string database) =>
        (await _process.Value).ConnectionStringOf(database);

    /// <summary>What a server is told, to keep its people in a database of its own.</summary>
    public async Task<string[]> SettingsOfNewDatabaseAsync() =>
        SettingsOf(await ConnectionStringOfAsync((await NewDatabaseAsync()).Database));

    public static string[] SettingsOf(string connection) =>
        ["--Directory:Provider=Postgres", $"--Directory:ConnectionString={connection}"];

    public async ValueTask DisposeAsync()
    {
        if (_process.IsValueCreated && _process.Value.IsCompletedSuccessfully)
        {
            await (await _process.Value).DisposeAsync();
        }
    }

    internal static async Task ExecuteAsync(PostgresAddress address, string statement)
    {
        var parts = address.ToBuilder();
        // Nothing may stay connected to a template.
        parts.Pooling = false;
        await using var connection = new Npgsql.NpgsqlConnection(parts.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of tests.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresProcess> StartAsync()
    {
        var process = await PostgresProcess.StartNewAsync();
        try
        {
            await MakeTemplateAsync(process);
            return process;
        }
        catch
        {
            // Nobody else knows of it.
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task MakeTemplateAsync(PostgresProcess process)
    {
        await ExecuteAsync(process.Address, $"CREATE DATABASE {Template} TEMPLATE template0");
        await using var database = PostgresDatabase.To(new PostgresSettings(process.AddressOf(Template)));
        await new SchemaMigrations(database).MigrateAsync(CancellationToken.None);
    }
}
