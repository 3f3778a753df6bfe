using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Postgres;
using Cruddur.Server.Settings;
using Cruddur.Server.Users;
using Cruddur.Storage;

namespace Cruddur.Cli.Db;

/// <summary>Which database a command is about. Made anew for each command, as a parser keeps state in them.</summary>
/// <param name="yes">What <c>--yes</c> does, of a command that writes.</param>
internal sealed class DbOptions(TableUse use, string yes = "With --prod, write without asking.")
{
    private const string ProdVariable = "PROD_CONNECTION_URL";

    private readonly Option<string?> _connection = new("--connection")
    {
        Description =
            "The database and who asks it: postgresql://user:password@host:5432/cruddur, or Npgsql's keywords. Default: the setting "
            + $"Directory:ConnectionString, else {DirectoryOptions.ConnectionVariable}.",
        HelpName = "URL",
    };

    private readonly Option<bool> _prod = new("--prod")
    {
        Description =
            $"On another machine: the database of {ProdVariable} or of --connection, and no other. Says which database that is.",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = yes };

    /// <param name="instead">An option that names another place than a database.</param>
    public void AddTo(Command command, Option? instead = null)
    {
        command.Add(_connection);
        command.Add(_prod);
        if (use != TableUse.Read)
        {
            command.Add(_yes);
        }
        _connection.Validators.Add(result =>
        {
            if (ProblemOf(result.GetValueOrDefault<string?>()) is { } problem)
            {
                result.AddError($"--connection: {problem}");
            }
        });
        command.Validators.Add(result =>
        {
            if (
                result.GetValue(_prod)
                && result.GetResult(_connection) is null
                && Prod is null
                && (instead is null || result.GetResult(instead) is null)
            )
            {
                // Never the database of every day: a script that says --prod --yes would drop that one.
                result.AddError(
                    $"--prod is about the database of {ProdVariable}, which is not set, or of --connection. Give one of them."
                );
            }
        });
    }

    public bool IsYes(ParseResult parsed) => parsed.GetValue(_yes);

    public bool IsProd(ParseResult parsed) => parsed.GetValue(_prod);

    /// <exception cref="StorageException">It is not said which, or it is elsewhere and nobody said that this is meant.</exception>
    public DbTarget TargetOf(ParseResult parsed)
    {
        var onProd = parsed.GetValue(_prod);
        var address = AddressOf(parsed.GetValue(_connection), onProd);
        return DbTarget.Of(
            address,
            onProd,
            use != TableUse.Read && !IsYes(parsed),
            $"--prod, and with its address in {ProdVariable} or --connection"
        );
    }

    private static string? Prod =>
        Environment.GetEnvironmentVariable(ProdVariable) is { Length: > 0 } address ? address : null;

    private static PostgresAddress AddressOf(string? said, bool onProd)
    {
        var configuration = CommandSettings.Read();
        var settings = SettingsSetup.Read<DirectoryOptions>(configuration);
        settings.ConnectionString = said ?? (onProd ? Prod : settings.ConnectionString);
        return settings.FindPostgres(configuration).Address;
    }

    private static string? ProblemOf(string? connection) =>
        connection is null ? null
        // All of it would be a default: an unset variable of a script is no database of this machine.
        : string.IsNullOrWhiteSpace(connection) ? "It is empty. Give a URL, such as postgresql://localhost/cruddur."
        : PostgresAddress.TryParse(connection, out _, out var problem) ? null
        : problem;
}
