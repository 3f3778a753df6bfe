using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

public sealed class UserDirectoryTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly MemoryTable _table = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TableUserDirectory _directory;

    public UserDirectoryTests() => _directory = new TableUserDirectory(_table, _time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Somebody_is_found_by_uuid_and_by_handle_in_any_case()
    {
        var alice = await Add("Alice", "Alice Adams");

        Assert.Equal(alice, await _directory.FindAsync(alice.Uuid, None));
        Assert.Equal(alice, await _directory.FindByHandleAsync(Handle.Parse("ALICE"), None));
        Assert.Null(await _directory.FindAsync(TestUuid.Next(), None));
        Assert.Null(await _directory.FindByHandleAsync(Handle.Parse("alicia"), None));
    }

    [Fact]
    public async Task Somebody_added_after_being_looked_for_is_found_at_once()
    {
        var profile = ProfileOf("alice", "Alice");
        Assert.Null(await _directory.FindByHandleAsync(profile.Handle, None));
        await _directory.CreateAsync(profile, [], None);

        Assert.Equal(profile, await _directory.FindByHandleAsync(profile.Handle, None));
    }

    [Fact]
    public async Task Of_fifty_who_want_a_handle_in_any_case_at_once_one_gets_it()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i => ProfileOf(i % 2 == 0 ? "alice" : "ALICE", $"Alice {i}"))
                .Select(profile => Task.Run(() => _directory.CreateAsync(profile, [], None)))
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

        Assert.Equal(CreateUserResult.TogetherRefused, await _directory.CreateAsync(profile, [thing], None));

        Assert.Null(await _directory.FindByHandleAsync(profile.Handle, None));
        Assert.Empty(await Search("alice"));
        Assert.Empty((await _table.ScanAsync(null, 10, None)).Items);
    }

    [Fact]
    public async Task What_goes_together_is_written_with_the_person()
    {
        var key = new Key("THING#1", "THING");
        var thing = new Write.Put(new Item(key, [new("a", 1)]), Condition.NotExists);

        Assert.Equal(CreateUserResult.Created, await _directory.CreateAsync(ProfileOf("alice", "A"), [thing], None));

        Assert.NotNull((await _table.GetAsync(key, Consistency.Strong, None)).Item);
    }

    [Fact]
    public async Task Adding_the_same_person_again_is_adding_once()
    {
        var alice = await Add("alice", "Alice");

        Assert.Equal(CreateUserResult.Created, await _directory.CreateAsync(alice, [], None));
        Assert.Single(await Search("alice"));
    }

    [Fact]
    public async Task A_change_of_name_shows_everywhere_at_once_and_search_follows()
    {
        var alice = await Add("alice", "Alice Adams");
        await Search("adams");

        var renamed = await _directory.RenameAsync(alice.Uuid, DisplayName.Parse("Alice Baker"), None);

        Assert.Equal("Alice Baker", renamed?.DisplayName.Value);
        Assert.Equal(renamed, await _directory.FindAsync(alice.Uuid, None));
        Assert.Equal(renamed, await _directory.FindByHandleAsync(alice.Handle, None));
        Assert.Equal(renamed, (await _directory.FindAllAsync([alice.Uuid], None))[alice.Uuid]);
        Assert.Equal(renamed, Assert.Single(await Search("baker")));
        Assert.Equal(renamed, Assert.Single(await Search("alice b")));
        Assert.Equal(renamed, Assert.Single(await Search("alice")));
        Assert.Empty(await Search("adams"));
        Assert.Empty(await Search("alice a"));
    }

    [Fact]
    public async Task A_change_of_name_leaves_no_row_of_the_old_one()
    {
        var alice = await Add("alice", "One Two Three Four");
        var before = await CountItems();

        await _directory.RenameAsync(alice.Uuid, DisplayName.Parse("Alice"), None);
        await _directory.RenameAsync(alice.Uuid, DisplayName.Parse("Five Six Seven Eight"), None);

        Assert.Equal(before, await CountItems());
    }

    [Fact]
    public async Task Of_two_changes_of_name_at_once_the_last_one_is_the_only_one_found()
    {
        var alice = await Add("alice", "Alice");
        var table = new InterruptedTable(_table);
        table.BeforeTransactions.Enqueue(() => _directory.RenameAsync(alice.Uuid, DisplayName.Parse("First"), None));
        using var elsewhere = new TableUserDirectory(table, _time);

        var renamed = await elsewhere.RenameAsync(alice.Uuid, DisplayName.Parse("Second"), None);

        Assert.Equal("Second", renamed?.DisplayName.Value);
        using var later = new TableUserDirectory(_table, _time);
        Assert.Equal(renamed, await later.FindAsync(alice.Uuid, None));
        Assert.True(UserQuery.TryParse("first", out var query, out _));
        Assert.Empty(await later.SearchAsync(query, 50, None));
        Assert.DoesNotContain(
            (await _table.ScanAsync(null, 100, None)).Items,
            item => item.Key.Sort.StartsWith("first", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_change_of_name_on_another_node_shows_within_half_a_minute()
    {
        var alice = await Add("alice", "Alice");
        await _directory.FindAsync(alice.Uuid, None);
        using var elsewhere = new TableUserDirectory(_table, _time);
        await elsewhere.RenameAsync(alice.Uuid, DisplayName.Parse("Alicia"), None);

        _time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("Alicia", (await _directory.FindAsync(alice.Uuid, None))?.DisplayName.Value);
    }

    [Fact]
    public async Task Renaming_nobody_is_nobody() =>
        Assert.Null(await _directory.RenameAsync(TestUuid.Next(), DisplayName.Parse("Nobody"), None));

    [Fact]
    public async Task All_who_exist_are_found_at_once_and_without_waiting_the_second_time()
    {
        var alice = await Add("alice", "Alice");
        var bob = await Add("bob", "Bob");
        Guid[] uuids = [alice.Uuid, bob.Uuid, alice.Uuid];

        var first = await _directory.FindAllAsync([.. uuids, TestUuid.Next()], None);
        Assert.Equal(2, first.Count);
        var second = _directory.FindAllAsync(uuids, None);
        Assert.True(second.IsCompleted);
        Assert.Equal(first, await second);
    }

    [Fact]
    public async Task Everybody_is_listed_once_some_at_a_time()
    {
        var added = new List<Guid>();
        // Every character that a handle may begin with, in any case, and more of one than a page has.
        const string firsts = "0123456789_abcdefghijklmnopqrstuvwxyzABCMZ";
        foreach (var (first, number) in firsts.Concat("mmmmmmmmmm").Select((first, number) => (first, number)))
        {
            added.Add((await Add($"{first}{number}", "Somebody")).Uuid);
        }
        await _directory.RenameAsync(added[0], DisplayName.Parse("Somebody Else"), None);

        var listed = new List<Guid>();
        string? after = null;
        do
        {
            var page = await _directory.ListAsync(after, 3, None);
            Assert.InRange(page.Uuids.Count, page.Next is null ? 0 : 1, 3);
            listed.AddRange(page.Uuids);
            after = page.Next;
        } while (after is not null);

        Assert.Equal(added.Order(), listed.Order());
    }

    [Fact]
    public async Task An_item_that_is_not_a_profile_is_an_error_that_names_it()
    {
        var alice = await Add("alice", "Alice");
        var item = new Item(StoredProfile.KeyOf(alice.Uuid), [new("handle", "not a handle")]);
        await _table.WriteAsync(new Write.Put(item, Condition.Exists), None);

        var error = await Assert.ThrowsAsync<ItemFormatException>(() => _directory.FindAsync(alice.Uuid, None));
        Assert.Contains(alice.Uuid.ToString(), error.Message, StringComparison.Ordinal);
    }

    private async Task<int> CountItems() => (await _table.ScanAsync(null, 100, None)).Items.Count;

    private async Task<UserProfile> Add(string handle, string name)
    {
        var profile = ProfileOf(handle, name);
        Assert.Equal(CreateUserResult.Created, await _directory.CreateAsync(profile, [], None));
        return profile;
    }

    private UserProfile ProfileOf(string handle, string name) =>
        new(
            TestUuid.Next(),
            Handle.Parse(handle),
            DisplayName.Parse(name),
            DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds())
        );

    private Task<IReadOnlyList<UserProfile>> Search(string text)
    {
        Assert.True(UserQuery.TryParse(text, out var query, out _));
        return _directory.SearchAsync(query, 50, None);
    }
}
