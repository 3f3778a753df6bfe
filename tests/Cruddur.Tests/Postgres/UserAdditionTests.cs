using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Tests.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

/// <summary>
/// Somebody in Postgres and their account in the table come together or not at all, wherever a server stops in between.
/// </summary>
public sealed partial class UserAdditionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Key AccountKey = new("THING#1", "ACCOUNT");
    private static readonly Write Account = new Write.Put(new Item(AccountKey, [new("a", 1)]), Condition.NotExists);

    private readonly MemoryTable _memory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly UserProfile _alice = new(
        TestUuid.Next(),
        Handle.Parse("alice"),
        DisplayName.Parse("Alice"),
        DateTimeOffset.UnixEpoch
    );
    private InterruptedTable _table = null!;
    private PostgresDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _table = new InterruptedTable(_memory);
        _database = await PostgresDatabase.OpenAsync(new PostgresSettings(await postgres.NewDatabaseAsync()), None);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Who_is_added_with_an_account_is_there_and_nothing_is_left_to_settle()
    {
        using var directory = Open();

        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Equal(_alice, await FoundElsewhere());
        Assert.NotNull(await AccountAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task Nobody_sees_who_has_no_account_yet()
    {
        using var directory = Open();
        UserProfile? seen = null;
        var found = -1;
        _table.BeforeTransactions.Enqueue(async () =>
        {
            seen = await FoundElsewhere();
            Assert.True(UserQuery.TryParse("alice", out var query, out _));
            found = (await Open().SearchAsync(query, 10, None)).Count;
        });

        await directory.CreateAsync(new NewUser(_alice), [Account], None);

        Assert.Null(seen);
        Assert.Equal(0, found);
    }

    [Fact]
    public async Task Who_was_taken_back_while_being_added_is_not_added_and_gets_no_account()
    {
        using var directory = Open();
        var other = new NewUser(_alice with { Uuid = TestUuid.Next() });
        _table.BeforeTransactions.Enqueue(async () =>
        {
            _time.Advance(UserAdditions.Patience);
            Assert.Equal(CreateUserResult.Created, await Open().CreateAsync(other, [], None));
        });

        var late = await Assert.ThrowsAsync<StorageException>(() =>
            directory.CreateAsync(new NewUser(_alice), [Account], None)
        );

        Assert.Equal(StorageFault.Unavailable, late.Fault);
        Assert.Null(await AccountAsync());
        Assert.Equal(other.Profile, await Open().FindByHandleAsync(_alice.Handle, None));
        Assert.Null(await FoundElsewhere());
    }

    [Fact]
    public async Task A_refused_account_leaves_nobody_and_the_handle_is_free_at_once()
    {
        using var directory = Open();
        await _memory.WriteAsync(Account, None);

        var refused = await directory.CreateAsync(new NewUser(_alice), [Account], None);

        Assert.Equal(CreateUserResult.TogetherRefused, refused);
        Assert.Equal(0, await MarksAsync());
        Assert.Equal(
            CreateUserResult.Created,
            await directory.CreateAsync(new NewUser(_alice with { Uuid = TestUuid.Next() }), [], None)
        );
    }

    [Fact]
    public async Task Who_was_taken_back_can_be_added_again_under_the_same_uuid()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        _time.Advance(UserAdditions.Patience);
        await Open().PrepareAsync(None);

        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Equal(_alice, await FoundElsewhere());
        Assert.NotNull(await AccountAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task Who_is_added_again_after_a_stop_goes_on_from_there()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Equal(CreateUserResult.HandleTaken, await directory.CreateAsync(new NewUser(_alice), [], None));
        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Equal(_alice, await FoundElsewhere());
        Assert.NotNull(await AccountAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_the_table_is_added_all_the_same()
    {
        using var directory = Open();
        using var caller = new CancellationTokenSource();
        _table.BeforeTransactions.Enqueue(caller.CancelAsync);

        await directory.CreateAsync(new NewUser(_alice), [Account], caller.Token);

        Assert.Equal(_alice, await FoundElsewhere());
        Assert.NotNull(await AccountAsync());
        Assert.Equal(0, await MarksAsync());
    }

    private PostgresUserDirectory Open() => OpenOn(_table);

    private PostgresUserDirectory OpenOn(ITable table) =>
        new(_database, table, poolIssuer: null, _time, NullLogger<PostgresUserDirectory>.Instance);

    private Task<UserProfile?> FoundElsewhere() => Open().FindAsync(_alice.Uuid, None);

    private async Task<Item?> AccountAsync() => (await _memory.GetAsync(AccountKey, Consistency.Strong, None)).Item;

    private Task<long> MarksAsync() =>
        _database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf("SELECT count(*) FROM users_being_added");
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            None
        );
}
