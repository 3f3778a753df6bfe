using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>A person, as everybody who is signed in may see them.</summary>
public sealed record UserProfile(Guid Uuid, Handle Handle, DisplayName DisplayName, DateTimeOffset CreatedAt);

/// <summary>Somebody to be added.</summary>
/// <param name="Subject">Whom an identity provider means by this person; null for who signs in here.</param>
/// <param name="Email">
/// Kept where the store has a column for it, as the original's schema in Postgres has, for an operator: with what address
/// somebody signs in is for the account to say.
/// </param>
public sealed record NewUser(UserProfile Profile, Subject? Subject = null, string? Email = null)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"new user {Profile.Uuid}";
}

/// <summary>
/// Who there is: by uuid, by handle, by the subject of an identity provider, by the beginning of a handle or of a word of
/// a name. Names are looked up where they are shown and never copied into messages or inboxes, so that a change of name
/// shows everywhere.
/// </summary>
/// <remarks>
/// Reads may be up to some seconds behind a change made on another node. All throw <see cref="StorageException"/> when the
/// store cannot answer.
/// </remarks>
public interface IUserDirectory
{
    Task<UserProfile?> FindAsync(Guid uuid, CancellationToken cancellationToken);

    /// <summary>Found without regard to case.</summary>
    Task<UserProfile?> FindByHandleAsync(Handle handle, CancellationToken cancellationToken);

    /// <summary>Asked with every call that carries a token of an identity provider: who was found is remembered for seconds.</summary>
    Task<UserProfile?> FindBySubjectAsync(Subject subject, CancellationToken cancellationToken);

    /// <summary>Those that exist, by uuid, in no order.</summary>
    Task<IReadOnlyDictionary<Guid, UserProfile>> FindAllAsync(
        IReadOnlyCollection<Guid> uuids,
        CancellationToken cancellationToken
    );

    /// <summary>Those who match, in the order of what matched, each once.</summary>
    Task<IReadOnlyList<UserProfile>> SearchAsync(UserQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>Everybody, some at a time, each once; who is added meanwhile may be left out.</summary>
    /// <param name="after">Begin behind this place: <see cref="UserListing.Next"/> of the call before; null for the first.</param>
    Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a person and claims the handle and the subject.</summary>
    /// <param name="together">
    /// Writes of the table that happen if and only if the person is added: the account of somebody who signs in here.
    /// </param>
    /// <exception cref="ArgumentException">There is somebody else with the uuid.</exception>
    Task<CreateUserResult> CreateAsync(
        NewUser user,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    );

    /// <returns>The person under the new name, or null when there is no such person.</returns>
    Task<UserProfile?> RenameAsync(Guid uuid, DisplayName displayName, CancellationToken cancellationToken);

    /// <summary>By what an operator recognises somebody whom an identity provider has too.</summary>
    /// <returns>As it is at this moment; null when there is no such person.</returns>
    Task<UserIdentity?> FindIdentityAsync(Guid uuid, CancellationToken cancellationToken);

    /// <summary>Says whom an identity provider means by a person of whom nothing was said yet: nobody's account goes to another.</summary>
    Task<SetSubjectResult> SetSubjectAsync(Guid uuid, Subject subject, CancellationToken cancellationToken);
}

/// <param name="HasSubject">Whether an identity provider means this person, whichever.</param>
/// <param name="Email">As it was when they were added, where the store has a column for it.</param>
public sealed record UserIdentity(bool HasSubject, string? Email)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => HasSubject ? "known by a subject" : "known by no subject";
}

/// <summary>Some of all people.</summary>
/// <param name="Next">Where to go on; null at the end.</param>
public sealed record UserListing(IReadOnlyList<Guid> Uuids, string? Next, Cost Cost);

/// <summary>How adding a person ended.</summary>
public enum CreateUserResult
{
    Created,

    /// <summary>Somebody has the handle, perhaps in another case.</summary>
    HandleTaken,

    /// <summary>Somebody has the subject: whoever signs in with it is there already.</summary>
    SubjectTaken,

    /// <summary>A write that should have happened together with it could not: its condition did not hold.</summary>
    TogetherRefused,
}

/// <summary>How saying whom an identity provider means ended.</summary>
public enum SetSubjectResult
{
    /// <summary>The person has the subject now, or had it already.</summary>
    Set,

    /// <summary>It is somebody else's.</summary>
    SubjectTaken,

    /// <summary>The person has another one.</summary>
    HasAnother,

    NoSuchUser,
}
