using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

/// <summary>What of the directory is in the table, and what is not.</summary>
public sealed class TableUserDirectoryTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly MemoryTable _table = new();
    private readonly ManualTimeProvider _time = new();
    private readonly TableUserDirectory _directory;

    public TableUserDirectoryTests() => _directory = new TableUserDirectory(_table, _time);

    public void Dispose() => _directory.Dispose();

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
        Assert.Equal(CreateUserResult.Created, await _directory.CreateAsync(new NewUser(profile), [], None));
        return profile;
    }

    private UserProfile ProfileOf(string handle, string name) =>
        new(
            TestUuid.Next(),
            Handle.Parse(handle),
            DisplayName.Parse(name),
            DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds())
        );
}
