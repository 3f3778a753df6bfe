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
