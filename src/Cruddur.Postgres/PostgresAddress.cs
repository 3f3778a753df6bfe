using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Npgsql;

namespace Cruddur.Postgres;

/// <summary>
/// Where a database is and who asks it: a URL (<c>postgresql://user:password@host:port/database?sslmode=require</c>, as
/// libpq and the original take it) or Npgsql's keywords (<c>Host=…;Username=…</c>).
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>Where neither a URL nor keywords name one.</summary>
    public const string DefaultDatabase = "cruddur";

    private const int DefaultPort = 5432;

    // What a URL may have behind its question mark: libpq's names, and Npgsql's for them.
    private static readonly Dictionary<string, string> UrlParameters = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
    };

    private readonly NpgsqlConnectionStringBuilder _parts;

    private PostgresAddress(NpgsqlConnectionStringBuilder parts)
    {
        parts.Host ??= "localhost";
        parts.Database ??= DefaultDatabase;
        parts.ApplicationName ??= "cruddur";
        // It would put values of rows into messages, and so e-mail addresses into logs.
        parts.IncludeErrorDetail = false;
        _parts = parts;
    }

    public string Host => _parts.Host!;

    public int Port => _parts.Port;

    public string Database => _parts.Database!;

    /// <summary>Null: that of the environment, or of the operating system.</summary>
    public string? Username => _parts.Username;

    public string? Password => _parts.Password;

    /// <summary>For people: without the password.</summary>
    public string Name => $"the database {Database} at {Place}";

    /// <summary>For people.</summary>
    public string Place => IsSocket ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Whether it is on this machine.</summary>
    // Npgsql takes several, with commas between them.
    public bool IsOfThisMachine => Host.Split(',').All(IsHere);

    /// <summary>
    /// What libpq's programs, such as psql, take from the environment, so that they come by the same way: the password, which
    /// other users must not see in a command line, and what is said of TLS and of the session.
    /// </summary>
    public IReadOnlyDictionary<string, string> LibpqEnvironment
    {
        get
        {
            var given = new Dictionary<string, string>(StringComparer.Ordinal);
            Add("PGPASSWORD", Password);
            Add("PGSSLMODE", IsGiven("SSL Mode") ? SslModeOf(_parts.SslMode) : null);
            Add("PGSSLROOTCERT", _parts.RootCertificate);
            Add("PGSSLCERT", _parts.SslCertificate);
            Add("PGSSLKEY", _parts.SslKey);
            Add("PGOPTIONS", _parts.Options);
            return given;

            void Add(string name, string? value)
            {
                if (!string.IsNullOrEmpty(value))
                {
                    given[name] = value;
                }
            }
        }
    }

    private bool IsSocket => Host.StartsWith('/') && !Host.Contains(',', StringComparison.Ordinal);

    /// <summary>Whether the text it was read from says this, rather than leaving it to the settings.</summary>
    /// <param name="keyword">Npgsql's name of it.</param>
    internal bool IsGiven(string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = _parts.ConnectionString }.ContainsKey(keyword);

    /// <param name="problem">For people: what is wrong and what to do. Without any of the text, which has a password.</param>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out PostgresAddress? address,
        [NotNullWhen(false)] out string? problem
    )
    {
        address = null;
        problem = null;
        try
        {
            address = new PostgresAddress(
                IsUrl(text) ? OfUrl(text!, out problem) : new NpgsqlConnectionStringBuilder(text)
            );
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            problem ??=
                "It cannot be read. Give a URL, such as postgresql://user:password@localhost:5432/cruddur, in which characters "
                + "like @ and / of a password are written as %40 and %2F; or keywords, such as "
                + "Host=localhost;Username=user;Password=password;Database=cruddur.";
        }
        return problem is null && address is not null;
    }

    /// <summary>The same server and user, another database.</summary>
    public PostgresAddress WithDatabase(string database) =>
        new(new NpgsqlConnectionStringBuilder(_parts.ConnectionString) { Database = database });

    // Without the password, which must not come into logs.
    public override string ToString() => Name;

    internal NpgsqlConnectionStringBuilder ToBuilder() => new(_parts.ConnectionString);

    private static bool IsHere(string host) =>
        host.StartsWith('/')
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string SslModeOf(SslMode mode) =>
        mode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Prefer => "prefer",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            _ => "verify-full",
        };

    private static bool IsUrl(string? text) =>
        text is not null
        && (
            text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        );

    private static NpgsqlConnectionStringBuilder OfUrl(string text, out string? problem)
    {
        problem = null;
        var url = new Uri(text);
        var parts = new NpgsqlConnectionStringBuilder { Port = url.Port > 0 ? url.Port : DefaultPort };
        if (url.Host.Length > 0)
        {
            parts.Host = url.Host.Trim('[', ']');
        }
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            parts.Username = Uri.UnescapeDataString(user[0]);
        }
        if (user.Length == 2)
        {
            parts.Password = Uri.UnescapeDataString(user[1]);
        }
        if (url.AbsolutePath.Trim('/') is { Length: > 0 } database)
        {
            parts.Database = Uri.UnescapeDataString(database);
        }
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : (parameter, "");
            if (!UrlParameters.TryGetValue(name, out var keyword))
            {
                problem =
                    $"Its parameter '{name}' is not known here. Known are {string.Join(", ", UrlParameters.Keys)}; for all "
                    + "else give Npgsql's keywords instead of a URL.";
                return parts;
            }
            var plain = Uri.UnescapeDataString(value);
            // libpq's verify-ca and verify-full.
            parts[keyword] = name == "sslmode" ? plain.Replace("-", "", StringComparison.Ordinal) : plain;
        }
        return parts;
    }
}
