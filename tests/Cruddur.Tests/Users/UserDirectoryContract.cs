using Cruddur.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

/// <summary>What every directory does, wherever its people are.</summary>
public abstract partial class UserDirectoryContract : IAsyncLifetime
{
    protected static readonly CancellationToken None = CancellationToken.None;

    private protected ManualTimeProvider Time { get; } = new();

    /// <summary>Where what goes together is written.</summary>
    protected abstract ITable Table { get; }

    protected CachedUserDirectory Directory { get; private set; } = null!;

    /// <summary>A node of its own over the same people.</summary>
    protected abstract Task<CachedUserDirectory> OpenAsync();

    public virtual async ValueTask InitializeAsync() => Directory = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        Directory.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Somebody_is_found_by_uuid_and_by_handle_in_any_case()
    {
        var alice = await Add("Alice", "Alice Adams");

        Assert.Equal(alice, await Directory.FindAsync(alice.Uuid, None));
        Assert.Equal(alice, await Directory.FindByHandleAsync(Handle.Parse("ALICE"), None));
        Assert.Null(await Directory.FindAsync(TestUuid.Next(), None));
        Assert.Null(await Directory.FindByHandleAsync(Handle.Parse("alicia"), None));
    }

    [Fact]
    public async Task Somebody_added_after_being_looked_for_is_found_at_once()
    {
        var profile = ProfileOf("alice", "Alice");
        Assert.Null(await Directory.FindByHandleAsync(profile.Handle, None));
        await Directory.CreateAsync(new NewUser(profile), [], None);

        Assert.Equal(profile, await Directory.FindByHandleAsync(profile.Handle, None));
    }

    [Fact]
    public async Task Of_fifty_who_want_a_handle_in_any_case_at_once_one_gets_it()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => ProfileOf(i % 2 == 0 ? "alice" : "ALICE", $"Alice {i}"))
                .Select(profile => Task.Run(() => Directory.CreateAsync(new NewUser(profile), [], None)))
        );

        Assert.Single(results, CreateUserResult.Created);
        Assert.Equal(49, results.Count(result => result == CreateUserResult.HandleTaken));
        var people = await Search("alice");
        Assert.Single(people);
    }

    [Fact]
    public async Task Nothing_of_a_person_is_there_when_what_goes_together_is_refused()
    {
        var key = new Key("THING#1", "THING");
        var thing = new Write.Put(new Item(key, [new("a", 1)]), Condition.Exists);
        var profile = ProfileOf("alice", "Alice");

        Assert.Equal(
            CreateUserResult.TogetherRefused,
            await Directory.CreateAsync(new NewUser(profile), [thing], None)
        );

        Assert.Null(await Directory.FindByHandleAsync(profile.Handle, None));
        Assert.Empty(await Search("alice"));
        Assert.Empty((await Directory.ListAsync(null, 10, None)).Uuids);
    }

    [Fact]
    public async Task What_goes_together_is_written_with_the_person()
    {
        var key = new Key("THING#1", "THING");
        var thing = new Write.Put(new Item(key, [new("a", 1)]), Condition.NotExists);

        Assert.Equal(
            CreateUserResult.Created,
            await Directory.CreateAsync(new NewUser(ProfileOf("alice", "A")), [thing], None)
        );

        Assert.NotNull((await Table.GetAsync(key, Consistency.Strong, None)).Item);
    }

    [Fact]
    public async Task Adding_the_same_person_again_is_adding_once()
    {
        var alice = await Add("alice", "Alice");

        Assert.Equal(CreateUserResult.Created, await Directory.CreateAsync(new NewUser(alice), [], None));
        Assert.Single(await Search("alice"));
    }

    [Fact]
    public async Task A_change_of_name_shows_everywhere_at_once_and_search_follows()
    {
        var alice = await Add("alice", "Alice Adams");
        await Search("adams");

        var renamed = await Directory.RenameAsync(alice.Uuid, DisplayName.Parse("Alice Baker"), None);

        Assert.Equal("Alice Baker", renamed?.DisplayName.Value);
        Assert.Equal(renamed, await Directory.FindAsync(alice.Uuid, None));
        Assert.Equal(renamed, await Directory.FindByHandleAsync(alice.Handle, None));
        Assert.Equal(renamed, (await Directory.FindAllAsync([alice.Uuid], None))[alice.Uuid]);
        Assert.Equal(renamed, Assert.Single(await Search("baker")));
        Assert.Equal(renamed, Assert.Single(await Search("alice b")));
        Assert.Equal(renamed, Assert.Single(await Search("alice")));
        Assert.Empty(await Search("adams"));
        Assert.Empty(await Search("alice a"));
    }

    [Fact]
    public async Task A_change_of_name_on_another_node_shows_within_half_a_minute()
    {
        var alice = await Add("alice", "Alice");
        await Directory.FindAsync(alice.Uuid, None);
        using var elsewhere = await OpenAsync();
        await elsewhere.RenameAsync(alice.Uuid, DisplayName.Parse("Alicia"), None);

        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("Alicia", (await Directory.FindAsync(alice.Uuid, None))?.DisplayName.Value);
    }

    [Fact]
    public async Task All_who_exist_are_found_at_once_and_without_waiting_the_secondTime()
    {
        var alice = await Add("alice", "Alice");
        var bob = await Add("bob", "Bob");
        Guid[] uuids = [alice.Uuid, bob.Uuid, alice.Uuid];

        var first = await Directory.FindAllAsync([.. uuids, TestUuid.Next()], None);
        Assert.Equal(2, first.Count);
        var second = Directory.FindAllAsync(uuids, None);
        Assert.True(second.IsCompleted);
        Assert.Equal(first, await second);
    }

    [Fact]
    public async Task Everybody_is_listed_once_some_at_aTime()
    {
        var added = new List<Guid>();
        // Every character that a handle may begin with, in any case, and more of one than a page has.
        const string firsts = "0123456789_abcdefghijklmnopqrstuvwxyzABCMZ";
        foreach (var (first, number) in firsts.Concat("mmmmmmmmmm").Select((first, number) => (first, number)))
        {
            added.Add((await Add($"{first}{number}", "Somebody")).Uuid);
        }
        await Directory.RenameAsync(added[0], DisplayName.Parse("Somebody Else"), None);

        var listed = new List<Guid>();
        string? after = null;
        do
        {
            var page = await Directory.ListAsync(after, 3, None);
            Assert.InRange(page.Uuids.Count, page.Next is null ? 0 : 1, 3);
            listed.AddRange(page.Uuids);
            after = page.Next;
        } while (after is not null);

        Assert.Equal(added.Order(), listed.Order());
    }

    [Fact]
    public async Task Renaming_nobody_is_nobody() =>
        Assert.Null(await Directory.RenameAsync(TestUuid.Next(), DisplayName.Parse("Nobody"), None));

    [Fact]
    public async Task Of_many_changes_of_name_at_once_one_is_the_name_and_the_only_one_found()
    {
        var alice = await Add("alice", "Alice");
        string[] names = [.. Enumerable.Range(0, 10).Select(i => $"Name{i}")];

        await Task.WhenAll(names.Select(name => RenameUntilDoneAsync(alice.Uuid, name)));

        using var later = await OpenAsync();
        var name = (await later.FindAsync(alice.Uuid, None))!.DisplayName.Value;
        Assert.Contains(name, names, StringComparer.Ordinal);
        foreach (var other in names)
        {
            Assert.Equal(other == name ? 1 : 0, (await Search(other, later)).Count);
        }
    }

    [Fact]
    public async Task A_uuid_that_somebody_has_is_a_bug_of_the_caller()
    {
        var alice = await Add("alice", "Alice");
        var other = new NewUser(alice with { Handle = Handle.Parse("bob") });

        await Assert.ThrowsAsync<ArgumentException>(() => Directory.CreateAsync(other, [], None));
        Assert.Null(await Directory.FindByHandleAsync(Handle.Parse("bob"), None));
    }

    protected async Task<UserProfile> Add(string handle, string name, Subject? subject = null)
    {
        var profile = ProfileOf(handle, name);
        var user = new NewUser(profile, subject, $"{handle}@example.test");
        Assert.Equal(CreateUserResult.Created, await Directory.CreateAsync(user, [], None));
        return profile;
    }

    private protected UserProfile ProfileOf(string handle, string name) =>
        new(
            TestUuid.Next(),
            Handle.Parse(handle),
            DisplayName.Parse(name),
            DateTimeOffset.FromUnixTimeMilliseconds(Time.GetUtcNow().ToUnixTimeMilliseconds())
        );

    private Task<IReadOnlyList<UserProfile>> Search(string text, IUserDirectory? directory = null, int limit = 50)
    {
        Assert.True(UserQuery.TryParse(text, out var query, out _));
        return (directory ?? Directory).SearchAsync(query, limit, None);
    }

    // Many at once may be told to try again.
    private async Task RenameUntilDoneAsync(Guid uuid, string name)
    {
        while (true)
        {
            try
            {
                await Directory.RenameAsync(uuid, DisplayName.Parse(name), None);
                return;
            }
            catch (StorageException exception) when (exception.Fault == StorageFault.Unavailable)
            {
                // The next turn.
            }
        }
    }
}
