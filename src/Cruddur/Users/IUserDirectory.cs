using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>A person, as everybody who is signed in may see them.</summary>
public sealed record UserProfile(Guid Uuid, Handle Handle, DisplayName DisplayName, DateTimeOffset CreatedAt);

/// <summary>
/// Who there is: by uuid, by handle, by the beginning of a handle or of a word of a name. Names are looked up where they
/// are shown and never copied into messages or inboxes, so that a change of name shows everywhere.
/// </summary>
/// <remarks>Reads may be up to some seconds behind a change made on another node.</remarks>
public interface IUserDirectory
{
    Task<UserProfile?> FindAsync(Guid uuid, CancellationToken cancellationToken);

    /// <summary>Found without regard to case.</summary>
    Task<UserProfile?> FindByHandleAsync(Handle handle, CancellationToken cancellationToken);

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

    /// <summary>Adds a person and claims the handle.</summary>
    /// <param name="together">
    /// Writes of the table that happen if and only if the person is added: the account of somebody who signs in here.
    /// </param>
    Task<CreateUserResult> CreateAsync(
        UserProfile profile,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    );

    /// <returns>The person under the new name, or null when there is no such person.</returns>
    Task<UserProfile?> RenameAsync(Guid uuid, DisplayName displayName, CancellationToken cancellationToken);
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

    /// <summary>A write that should have happened together with it could not: its condition did not hold.</summary>
    TogetherRefused,
}
