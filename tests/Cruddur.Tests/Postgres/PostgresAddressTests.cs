using Cruddur.Postgres;

namespace Cruddur.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData(
        "postgresql://alice:s3cret@db.example:6543/people?sslmode=require",
        "db.example",
        6543,
        "people",
        "alice",
        "s3cret",
        false
    )]
    [InlineData(
        "postgres://postgres:p%40ss%2Fw%3Ard@localhost/cruddur",
        "localhost",
        5432,
        "cruddur",
        "postgres",
        "p@ss/w:rd",
        true
    )]
    [InlineData("postgresql://127.0.0.1", "127.0.0.1", 5432, "cruddur", null, null, true)]
    [InlineData("postgresql://[::1]:5433/x", "::1", 5433, "x", null, null, true)]
    [InlineData("postgresql:///x?host=/var/run/postgresql&user=me", "/var/run/postgresql", 5432, "x", "me", null, true)]
    [InlineData(
        "Host=10.0.0.7;Port=5433;Username=bob;Password=s3cret;Database=people",
        "10.0.0.7",
        5433,
        "people",
        "bob",
        "s3cret",
        false
    )]
    [InlineData("", "localhost", 5432, "cruddur", null, null, true)]
    [InlineData("Host=/tmp,prod.example", "/tmp,prod.example", 5432, "cruddur", null, null, false)]
    [InlineData("Host=localhost,127.0.0.1", "localhost,127.0.0.1", 5432, "cruddur", null, null, true)]
    [InlineData("postgresql://a:verify-me@localhost/x", "localhost", 5432, "x", "a", "verify-me", true)]
    [InlineData(
        "postgresql://localhost/x?user=verify-a&password=s3cret",
        "localhost",
        5432,
        "x",
        "verify-a",
        "s3cret",
        true
    )]
    public void A_URL_or_keywords_say_where_the_database_is(
        string text,
        string host,
        int port,
        string database,
        string? user,
        string? password,
        bool isOfThisMachine
    )
    {
        Assert.True(PostgresAddress.TryParse(text, out var address, out var problem), problem);

        Assert.Equal(
            (host, port, database, user, password, isOfThisMachine),
            (address.Host, address.Port, address.Database, address.Username, address.Password, address.IsOfThisMachine)
        );
        Assert.DoesNotContain("s3cret", $"{address} {address.Name} {address.Place}", StringComparison.Ordinal);
        Assert.Equal("other", address.WithDatabase("other").Database);
        Assert.Equal(password, address.WithDatabase("other").Password);
    }

    [Theory]
    [InlineData("disable")]
    [InlineData("require")]
    [InlineData("verify-ca")]
    [InlineData("verify-full")]
    public void What_a_URL_says_of_TLS_is_told_to_psql(string mode)
    {
        var text = $"postgresql://db.example/x?sslmode={mode}&sslrootcert=/etc/root.pem&options=-c%20role%3Dreader";
        Assert.True(PostgresAddress.TryParse(text, out var address, out var problem), problem);

        Assert.Equal(mode, address.LibpqEnvironment["PGSSLMODE"]);
        Assert.Equal("/etc/root.pem", address.LibpqEnvironment["PGSSLROOTCERT"]);
        Assert.Equal("-c role=reader", address.LibpqEnvironment["PGOPTIONS"]);
    }

    [Fact]
    public void What_is_not_said_of_TLS_is_left_to_the_environment()
    {
        Assert.True(PostgresAddress.TryParse("postgresql://localhost/x", out var address, out _));

        Assert.Empty(address.LibpqEnvironment);
    }

    [Theory]
    [InlineData("postgresql://alice:s3cret@db.example/people?pool=9", "'pool' is not known")]
    [InlineData("postgresql://alice:s3cret/x@db.example/people", "%40")]
    [InlineData("postgresql://alice:s3cret@:5432:1/people", "It cannot be read.")]
    [InlineData("Host=db.example;s3cret=1", "It cannot be read.")]
    [InlineData("s3cret", "It cannot be read.")]
    public void What_cannot_be_read_is_told_without_repeating_it(string text, string words)
    {
        Assert.False(PostgresAddress.TryParse(text, out _, out var problem));

        Assert.Contains(words, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem, StringComparison.Ordinal);
    }
}
