using Cruddur.Live;
using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Tests.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Postgres;

/// <summary>
/// Somebody in Postgres and their account in the table come together or not at all, wherever a server stops in between.
/// </summary>
public sealed class UserAdditionTests(PostgresFixture postgres) : IAsyncLifetime
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
    public async Task A_stop_before_the_account_is_written_leaves_nobody_and_the_handle_is_free_after_a_minute()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Null(await FoundElsewhere());
        var other = new NewUser(_alice with { Uuid = TestUuid.Next() });
        Assert.Equal(CreateUserResult.HandleTaken, await directory.CreateAsync(other, [], None));
        _time.Advance(UserAdditions.Patience);
        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(other, [Account], None));

        Assert.Equal(other.Profile, await Open().FindByHandleAsync(_alice.Handle, None));
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task A_stop_after_the_account_is_written_leaves_somebody_whom_everybody_finds()
    {
        using var directory = Open();
        Stop(before: false);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        Assert.Equal(1, await MarksAsync());
        _time.Advance(UserAdditions.Patience);

        var other = new NewUser(_alice with { Uuid = TestUuid.Next() });
        Assert.Equal(CreateUserResult.HandleTaken, await Open().CreateAsync(other, [], None));
        Assert.Equal(_alice, await FoundElsewhere());
        Assert.Equal(0, await MarksAsync());
        Assert.NotNull(await AccountAsync());
    }

    [Fact]
    public async Task What_a_stopped_server_left_is_settled_by_the_next_start()
    {
        var bob = _alice with { Uuid = TestUuid.Next(), Handle = Handle.Parse("bob") };
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        Stop(before: false);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(bob), [Account], None));
        _time.Advance(UserAdditions.Patience);

        await Open().PrepareAsync(None);

        Assert.Equal(0, await MarksAsync());
        Assert.Equal(bob, await Open().FindAsync(bob.Uuid, None));
        Assert.Equal([bob.Uuid], (await Open().ListAsync(null, 10, None)).Uuids);
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
    public async Task What_another_table_decides_is_not_settled_by_this_one()
    {
        var other = new NewUser(_alice with { Uuid = TestUuid.Next() });
        // Added, and its server stopped before the mark went.
        Stop(before: false);
        using var directory = Open();
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        _time.Advance(UserAdditions.Patience);

        using var stranger = OpenOn(new MemoryTable());
        await stranger.PrepareAsync(None);
        Assert.Equal(CreateUserResult.HandleTaken, await stranger.CreateAsync(other, [], None));
        Assert.Equal(CreateUserResult.HandleTaken, await stranger.CreateAsync(new NewUser(_alice), [Account], None));

        Assert.Equal(_alice, await FoundElsewhere());
    }

    [Fact]
    public async Task What_the_table_began_before_it_was_restored_is_left_alone()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        await new StoreEpoch(_memory, new UuidSource(_time)).RenewAsync(None);
        _time.Advance(UserAdditions.Patience);

        await Open().PrepareAsync(None);

        Assert.Equal(1, await MarksAsync());
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
    public async Task A_stop_between_taking_back_and_removing_leaves_what_the_next_goes_on_with()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        await _memory.WriteAsync(new AdditionDecision(_alice.Uuid, await AttemptAsync(), IsAdded: false).Write, None);

        // The slow one is refused, and clears away what it began.
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        Assert.Equal(0, await MarksAsync());
        Assert.Equal(CreateUserResult.Created, await directory.CreateAsync(new NewUser(_alice), [Account], None));
        Assert.Equal(_alice, await FoundElsewhere());
    }

    [Fact]
    public async Task A_start_ends_taking_back_what_another_server_began_to()
    {
        using var directory = Open();
        Stop(before: true);
        await Assert.ThrowsAsync<StorageException>(() => directory.CreateAsync(new NewUser(_alice), [Account], None));
        await _memory.WriteAsync(new AdditionDecision(_alice.Uuid, await AttemptAsync(), IsAdded: false).Write, None);
        _time.Advance(UserAdditions.Patience);

        await Open().PrepareAsync(None);

        Assert.Equal(0, await MarksAsync());
        Assert.Equal(
            CreateUserResult.Created,
            await Open().CreateAsync(new NewUser(_alice with { Uuid = TestUuid.Next() }), [Account], None)
        );
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

    /// <summary>A server that stops before or after its next transaction: its caller hears nothing either way.</summary>
    private void Stop(bool before)
    {
        (before ? _table.BeforeTransactions : _table.AfterTransactions).Enqueue(() =>
            throw new StorageException(StorageFault.OutcomeUnknown, "The server stops here.")
        );
    }

    private Task<UserProfile?> FoundElsewhere() => Open().FindAsync(_alice.Uuid, None);

    private async Task<Item?> AccountAsync() => (await _memory.GetAsync(AccountKey, Consistency.Strong, None)).Item;

    private Task<Guid> AttemptAsync() =>
        _database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf("SELECT attempt FROM users_being_added");
                return (Guid)(await command.ExecuteScalarAsync(token))!;
            },
            None
        );

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
