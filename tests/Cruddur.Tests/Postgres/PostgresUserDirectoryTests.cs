using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Tests.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

/// <summary>The directory in Postgres is held to the same as the one in the table.</summary>
public sealed class PostgresUserDirectoryTests(PostgresFixture postgres) : UserDirectoryContract
{
    private PostgresDatabase _database = null!;

    protected override ITable Table { get; } = new MemoryTable();

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.OpenAsync(new PostgresSettings(await postgres.NewDatabaseAsync()), None);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("248289761001")]
    [InlineData("https://pool.example/eu-west-1_A|248289761001")]
    public async Task Somebody_of_the_pool_is_found_whether_the_issuer_stands_in_the_column_or_not(string written)
    {
        await WriteAsync("andrew", written);
        using var directory = OpenFor("https://pool.example/eu-west-1_A");

        Assert.Equal("andrew", (await directory.FindBySubjectAsync(OfPool(), None))?.Handle.Value);
    }

    [Fact]
    public async Task Of_two_with_both_forms_it_is_the_one_whom_the_original_added()
    {
        await WriteAsync("copy", "https://pool.example/eu-west-1_A|248289761001");
        await WriteAsync("andrew", "248289761001");
        using var directory = OpenFor("https://pool.example/eu-west-1_A");

        Assert.Equal("andrew", (await directory.FindBySubjectAsync(OfPool(), None))?.Handle.Value);
    }

    [Fact]
    public async Task Who_has_a_subject_of_another_pool_keeps_it_and_one_in_the_long_form_is_the_same()
    {
        await WriteAsync("andrew", "https://pool.example/eu-west-1_A|248289761001");
        await WriteAsync("bob", "of-another-pool");
        using var directory = OpenFor("https://pool.example/eu-west-1_A");
        var andrew = await directory.FindByHandleAsync(Handle.Parse("andrew"), None);
        var bob = await directory.FindByHandleAsync(Handle.Parse("bob"), None);
        Assert.True(Subject.TryCreate("https://pool.example/eu-west-1_A", "another", out var another, out _));

        Assert.Equal(SetSubjectResult.Set, await directory.SetSubjectAsync(andrew!.Uuid, OfPool(), None));
        Assert.Equal(SetSubjectResult.HasAnother, await directory.SetSubjectAsync(bob!.Uuid, another, None));
    }

    [Fact]
    public async Task The_address_with_which_somebody_was_added_is_kept_for_an_operator()
    {
        var alice = await Add("alice", "Alice");
        var bob = ProfileOf("bob", "Bob");
        await Directory.CreateAsync(new NewUser(bob), [], None);

        var found = await Directory.FindIdentityAsync(alice.Uuid, None);

        Assert.Equal("alice@example.test", found?.Email);
        Assert.Null((await Directory.FindIdentityAsync(bob.Uuid, None))?.Email);
        Assert.DoesNotContain("example", $"{found}", StringComparison.Ordinal);
    }

    private static Subject OfPool()
    {
        Assert.True(
            Subject.TryCreate("https://pool.example/eu-west-1_A", "248289761001", out var subject, out var problem),
            problem
        );
        return subject;
    }

    private Task WriteAsync(string handle, string subject) =>
        PostgresFixture.ExecuteAsync(
            _database.Address,
            $"INSERT INTO users (handle, display_name, cognito_user_id) VALUES ('{handle}', 'A', '{subject}')"
        );

    private PostgresUserDirectory OpenFor(string poolIssuer) =>
        new(_database, Table, poolIssuer, Time, NullLogger<PostgresUserDirectory>.Instance);

    protected override Task<CachedUserDirectory> OpenAsync() =>
        Task.FromResult<CachedUserDirectory>(
            new PostgresUserDirectory(
                _database,
                Table,
                poolIssuer: null,
                Time,
                NullLogger<PostgresUserDirectory>.Instance
            )
        );
}
