using Cruddur.Live;
using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Postgres;

/// <summary>What a server that stopped in between leaves, and who settles it.</summary>
public sealed partial class UserAdditionTests
{
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

    /// <summary>A server that stops before or after its next transaction: its caller hears nothing either way.</summary>
    private void Stop(bool before)
    {
        (before ? _table.BeforeTransactions : _table.AfterTransactions).Enqueue(() =>
            throw new StorageException(StorageFault.OutcomeUnknown, "The server stops here.")
        );
    }

    private Task<Guid> AttemptAsync() =>
        _database.ReadAsync(
            async (connection, token) =>
            {
                await using var command = connection.CommandOf("SELECT attempt FROM users_being_added");
                return (Guid)(await command.ExecuteScalarAsync(token))!;
            },
            None
        );
}
