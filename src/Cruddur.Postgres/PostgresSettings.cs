namespace Cruddur.Postgres;

/// <summary>How a database is talked to, where the address does not say it by Npgsql's keywords.</summary>
public sealed record PostgresSettings(PostgresAddress Address)
{
    /// <summary>Connections that stay open though nobody needs them.</summary>
    public int MinPoolSize { get; init; }

    /// <summary>Connections at one time; who needs one more waits.</summary>
    public int MaxPoolSize { get; init; } = 20;

    /// <summary>For a connection, or for one of the pool to be free. Whole seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to one command. Whole seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal string ConnectionString
    {
        get
        {
            var parts = Address.ToBuilder();
            // What the keywords of a connection string say is meant: it is nearer to the database than a setting's default.
            parts.MinPoolSize = Given("Minimum Pool Size", parts.MinPoolSize, MinPoolSize);
            parts.MaxPoolSize = Given("Maximum Pool Size", parts.MaxPoolSize, MaxPoolSize);
            parts.Timeout = Given("Timeout", parts.Timeout, (int)ConnectTimeout.TotalSeconds);
            parts.CommandTimeout = Given("Command Timeout", parts.CommandTimeout, (int)CommandTimeout.TotalSeconds);
            return parts.ConnectionString;
        }
    }

    private int Given(string keyword, int given, int setting) => Address.IsGiven(keyword) ? given : setting;
}
