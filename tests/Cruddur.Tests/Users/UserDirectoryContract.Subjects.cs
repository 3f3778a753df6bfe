using Cruddur.Runtime;
using Cruddur.Tests.Support;
using Cruddur.Users;

namespace Cruddur.Tests.Users;

/// <summary>People whom an identity provider vouches for.</summary>
public abstract partial class UserDirectoryContract
{
    [Fact]
    public async Task Somebody_is_found_by_subject_and_only_by_all_of_it()
    {
        var alice = await Add("alice", "Alice", SubjectOf("https://one.example", "Sub|1"));
        using var elsewhere = await OpenAsync();

        foreach (var directory in new[] { Directory, elsewhere })
        {
            Assert.Equal(alice, await Find("https://one.example", "Sub|1"));
            Assert.Null(await Find("https://one.example", "sub|1"));
            Assert.Null(await Find("https://one.example", "Sub|"));
            Assert.Null(await Find("https://one.example/", "Sub|1"));
            Assert.Null(await Find("https://other.example", "Sub|1"));

            Task<UserProfile?> Find(string issuer, string value) =>
                directory.FindBySubjectAsync(SubjectOf(issuer, value), None);
        }
    }

    [Fact]
    public async Task Somebody_who_was_found_by_subject_is_found_again_without_waiting_and_under_the_newest_name()
    {
        var alice = await Add("alice", "Alice", SubjectOf());
        using var elsewhere = await OpenAsync();
        Assert.Equal(alice, await elsewhere.FindBySubjectAsync(SubjectOf(), None));
        var renamed = await elsewhere.RenameAsync(alice.Uuid, DisplayName.Parse("Alicia"), None);

        var again = elsewhere.FindBySubjectAsync(SubjectOf(), None);

        Assert.True(again.IsCompleted);
        Assert.Equal(renamed, await again);
    }

    [Fact]
    public async Task Of_many_who_are_added_with_one_subject_at_once_one_is()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => new NewUser(ProfileOf($"alice{i}", $"Alice {i}"), SubjectOf()))
                .Select(user => Task.Run(() => Directory.CreateAsync(user, [], None)))
        );

        Assert.Single(results, CreateUserResult.Created);
        Assert.Equal(19, results.Count(result => result == CreateUserResult.SubjectTaken));
        Assert.Single(await Search("alice"));
    }

    [Fact]
    public async Task Whose_subject_is_known_is_told_so_though_the_handle_is_taken_too()
    {
        await Add("alice", "Alice", SubjectOf());

        var again = new NewUser(ProfileOf("ALICE", "Alice"), SubjectOf());

        Assert.Equal(CreateUserResult.SubjectTaken, await Directory.CreateAsync(again, [], None));
    }

    [Fact]
    public async Task Somebody_gets_a_subject_later_and_keeps_it()
    {
        var (first, second) = (SubjectOf(value: "first"), SubjectOf(value: "second"));
        var alice = await Add("alice", "Alice");
        Assert.False((await Directory.FindIdentityAsync(alice.Uuid, None))?.HasSubject);

        Assert.Equal(SetSubjectResult.Set, await Directory.SetSubjectAsync(alice.Uuid, first, None));
        Assert.Equal(SetSubjectResult.Set, await Directory.SetSubjectAsync(alice.Uuid, first, None));
        await Directory.RenameAsync(alice.Uuid, DisplayName.Parse("Alicia"), None);
        Assert.Equal(SetSubjectResult.HasAnother, await Directory.SetSubjectAsync(alice.Uuid, second, None));

        using var elsewhere = await OpenAsync();
        Assert.Equal("alice", (await elsewhere.FindBySubjectAsync(first, None))?.Handle.Value);
        Assert.Null(await elsewhere.FindBySubjectAsync(second, None));
        Assert.True((await elsewhere.FindIdentityAsync(alice.Uuid, None))?.HasSubject);
        var bob = await Add("bob", "Bob", second);
        Assert.Equal(bob, await elsewhere.FindBySubjectAsync(second, None));
        Assert.True((await elsewhere.FindIdentityAsync(bob.Uuid, None))?.HasSubject);
        Assert.Null(await elsewhere.FindIdentityAsync(TestUuid.Next(), None));
    }

    [Fact]
    public async Task Of_many_subjects_that_are_given_to_one_person_at_once_one_is_theirs()
    {
        var alice = await Add("alice", "Alice");
        var subjects = Enumerable.Range(0, 8).Select(i => SubjectOf(value: $"{i}")).ToArray();

        var results = await Task.WhenAll(
            subjects.Select(subject => Task.Run(() => Directory.SetSubjectAsync(alice.Uuid, subject, None)))
        );

        Assert.Single(results, SetSubjectResult.Set);
        Assert.Equal(7, results.Count(result => result == SetSubjectResult.HasAnother));
        using var elsewhere = await OpenAsync();
        for (var i = 0; i < subjects.Length; i++)
        {
            var found = await elsewhere.FindBySubjectAsync(subjects[i], None);
            Assert.Equal(results[i] == SetSubjectResult.Set ? alice : null, found);
        }
    }

    [Fact]
    public async Task A_subject_is_taken_from_nobody()
    {
        var alice = await Add("alice", "Alice", SubjectOf());
        var bob = await Add("bob", "Bob");

        Assert.Equal(SetSubjectResult.SubjectTaken, await Directory.SetSubjectAsync(bob.Uuid, SubjectOf(), None));
        Assert.Equal(
            SetSubjectResult.NoSuchUser,
            await Directory.SetSubjectAsync(TestUuid.Next(), SubjectOf(value: "free"), None)
        );
        Assert.Equal(alice, await Directory.FindBySubjectAsync(SubjectOf(), None));
    }

    [Theory]
    [InlineData("alice", "Alice Adams", "alice", "Alice Adams")]
    [InlineData("_alice_", "Alice Adams", "_alice_", "Alice Adams")]
    [InlineData("Zoë.Müller", null, "zoe_muller", "zoe_muller")]
    [InlineData("alice@example.test", "", "alice", "alice")]
    [InlineData("--x--", "X", "user", "X")]
    [InlineData("山田", "山田 太郎", "user", "山田 太郎")]
    [InlineData(null, "Al\u202Eice", "user", "user")]
    [InlineData("a-name-that-is-longer-than-a-handle", "Long", "a_name_that_is_longer_than_a_h", "Long")]
    public async Task Who_signs_in_for_the_first_time_becomes_a_person(
        string? username,
        string? name,
        string handle,
        string displayName
    )
    {
        var profile = await SignIn(SubjectOf(), username, name);

        Assert.Equal((handle, displayName), (profile.Handle.Value, profile.DisplayName.Value));
        Assert.Equal(profile, await SignIn(SubjectOf(), "somebody_else", "Somebody Else"));
        Assert.Equal(profile, await Directory.FindByHandleAsync(profile.Handle, None));
    }

    [Fact]
    public async Task Who_comes_with_a_handle_that_is_taken_gets_one_like_it()
    {
        var handles = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            handles.Add((await SignIn(SubjectOf(value: $"{i}"), "Alice", "Alice")).Handle.Value);
        }

        Assert.Equal(
            "Alice Alice2 Alice3 Alice4 Alice5 Alice6 Alice7 Alice8 Alice9",
            string.Join(' ', handles.Take(9))
        );
        Assert.All(handles.Skip(9), handle => Assert.Matches("^Alice_[0-9a-f]{6}$", handle));
    }

    [Fact]
    public async Task A_first_sign_in_at_many_places_at_once_is_one_person()
    {
        var people = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => SignIn(SubjectOf(), "alice", "Alice")))
        );

        Assert.Single(people.Distinct());
        Assert.Equal("alice", people[0].Handle.Value);
        Assert.Single(await Search("alice"));
    }

    private protected static Subject SubjectOf(string issuer = "https://issuer.example", string value = "248289761001")
    {
        Assert.True(Subject.TryCreate(issuer, value, out var subject, out _));
        return subject;
    }

    private Task<UserProfile> SignIn(Subject subject, string? username, string? name) =>
        new FirstSignIn(Directory, new UuidSource(Time), Time).FindOrAddAsync(
            new Newcomer(subject, username, name, "alice@example.test"),
            None
        );
}
