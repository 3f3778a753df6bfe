using System.Globalization;
using Cruddur.Postgres;
using Cruddur.Server.Cognito;
using Cruddur.Server.Issuers;
using Cruddur.Server.Settings;
using Cruddur.Storage;

namespace Cruddur.Server.Users;

/// <summary>Where people are kept: their handles, names and subjects. Section <c>Directory</c>.</summary>
public sealed class DirectoryOptions : ISettings
{
    public const string Section = "Directory";

    /// <summary>The original's name for it, in the environment.</summary>
    public const string ConnectionVariable = "CONNECTION_URL";

    private const int MostConnections = 1000;
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(5);

    static string ISettings.SectionName => Section;

    /// <summary>
    /// <c>Table</c>: in the table, next to everything else. <c>Postgres</c>: in the original's table <c>users</c> there. Decide
    /// once: people do not move by themselves. Default <c>Table</c>.
    /// </summary>
    public DirectoryProvider Provider { get; set; } = DirectoryProvider.Table;

    /// <summary>
    /// Which database in Postgres, and who asks it: a URL (<c>postgresql://user:password@host:5432/cruddur?sslmode=require</c>) or
    /// Npgsql's keywords (<c>Host=…;Username=…;Password=…;Database=…</c>). It has a password: give it in the environment. Default:
    /// <c>CONNECTION_URL</c>, as in the original.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The issuer whose subjects stand in <c>cognito_user_id</c> alone, as the original wrote them: that of the Cognito pool. Those
    /// of others stand there as <c>issuer|sub</c>. Default: the pool of the section <c>Cognito</c>, if there is one.
    /// </summary>
    public string? PoolIssuer { get; set; }

    /// <summary>Connections to Postgres that stay open when nobody needs them. Default 0.</summary>
    public int MinPoolSize { get; set; }

    /// <summary>
    /// Connections to Postgres at one time; who needs one more waits. All servers together must stay under its
    /// <c>max_connections</c>. Default 20.
    /// </summary>
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>
    /// How long to wait for a connection to Postgres, or for one of the pool to be free. Whole seconds. Default 5 seconds.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for an answer of Postgres. Whole seconds. Default 10 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc cref="PoolIssuer"/>
    public string? FindPoolIssuer(IConfiguration configuration) =>
        PoolIssuer ?? (CognitoOptions.ReadPool(configuration) is { UserPoolId: not null } pool ? pool.Issuer : null);

    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Provider))
        {
            yield return $"{Section}:{nameof(Provider)} is {Provider}; give {DirectoryProvider.Table} or {DirectoryProvider.Postgres}.";
        }
        if (ConnectionString is not null && !PostgresAddress.TryParse(ConnectionString, out _, out var problem))
        {
            yield return $"{Section}:{nameof(ConnectionString)}: {problem}";
        }
        if (PoolIssuer is not null && (!IssuerSettings.IsSafe(PoolIssuer) || PoolIssuer.EndsWith('/')))
        {
            yield return $"{Section}:{nameof(PoolIssuer)} is '{PoolIssuer}'; give the issuer as the pool's tokens say it, without a slash at "
                + "its end, such as https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI.";
        }
        if (MaxPoolSize is < 1 or > MostConnections)
        {
            yield return $"{Section}:{nameof(MaxPoolSize)} is {Number(MaxPoolSize)}; give 1 to {Number(MostConnections)}.";
        }
        if (MinPoolSize < 0 || MinPoolSize > MaxPoolSize)
        {
            yield return $"{Section}:{nameof(MinPoolSize)} is {Number(MinPoolSize)}; give 0 to {nameof(MaxPoolSize)}.";
        }
        if (ConnectTimeout < TimeSpan.FromSeconds(1) || ConnectTimeout > MostPatience)
        {
            yield return $"{Section}:{nameof(ConnectTimeout)} is {ConnectTimeout}; give 00:00:01 to {MostPatience}.";
        }
        if (CommandTimeout < TimeSpan.FromSeconds(1) || CommandTimeout > MostPatience)
        {
            yield return $"{Section}:{nameof(CommandTimeout)} is {CommandTimeout}; give 00:00:01 to {MostPatience}.";
        }
    }

    /// <summary>The database in Postgres.</summary>
    /// <exception cref="StorageException">It is not said which, or cannot be read.</exception>
    public PostgresSettings FindPostgres(IConfiguration configuration)
    {
        var text = ConnectionString ?? configuration[ConnectionVariable];
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"Which database in Postgres holds the people is not said. Give {Section}:{nameof(ConnectionString)} "
                    + $"(as an environment variable: {Section}__{nameof(ConnectionString)}, or {ConnectionVariable}), such as "
                    + "postgresql://user:password@localhost:5432/cruddur."
            );
        }
        return PostgresAddress.TryParse(text, out var address, out var problem)
            ? new PostgresSettings(address)
            {
                MinPoolSize = MinPoolSize,
                MaxPoolSize = MaxPoolSize,
                ConnectTimeout = ConnectTimeout,
                CommandTimeout = CommandTimeout,
            }
            : throw new StorageException(
                StorageFault.Configuration,
                $"{(ConnectionString is null ? ConnectionVariable : $"{Section}:{nameof(ConnectionString)}")}: {problem}"
            );
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What keeps people.</summary>
public enum DirectoryProvider
{
    Table,
    Postgres,
}
