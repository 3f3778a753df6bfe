using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>What every directory does alike, wherever its people are: it remembers whom it read, and makes people of search terms.</summary>
public abstract class CachedUserDirectory : IUserDirectory, IDisposable
{
    private readonly UserSearch _search;

    private protected CachedUserDirectory(ISearchTerms terms, TimeProvider time)
    {
        _search = new UserSearch(terms);
        Cache = new ProfileCache(time);
    }

    /// <summary>What is changed is kept here too, so that this node shows it at once.</summary>
    internal ProfileCache Cache { get; }

    public void Dispose()
    {
        Cache.Dispose();
        GC.SuppressFinalize(this);
    }

    public async Task<UserProfile?> FindAsync(Guid uuid, CancellationToken cancellationToken) =>
        Cache.Find(uuid) ?? Keep(await ReadAsync(uuid, cancellationToken));

    public async Task<UserProfile?> FindByHandleAsync(Handle handle, CancellationToken cancellationToken)
    {
        if (Cache.FindOwner(handle) is { } owner)
        {
            return await FindAsync(owner, cancellationToken);
        }
        if (await ReadByHandleAsync(handle, cancellationToken) is not { } stored)
        {
            return null;
        }
        Cache.Keep(new HandleClaim(handle, stored.Profile.Uuid));
        return Keep(stored);
    }

    public async Task<UserProfile?> FindBySubjectAsync(Subject subject, CancellationToken cancellationToken)
    {
        if (Cache.FindOwner(subject) is { } owner)
        {
            return await FindAsync(owner, cancellationToken);
        }
        if (await ReadBySubjectAsync(subject, cancellationToken) is not { } stored)
        {
            return null;
        }
        Cache.Keep(new SubjectClaim(subject, stored.Profile.Uuid));
        return Keep(stored);
    }

    public Task<IReadOnlyDictionary<Guid, UserProfile>> FindAllAsync(
        IReadOnlyCollection<Guid> uuids,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<Guid, UserProfile>(uuids.Count);
        List<Guid>? missing = null;
        foreach (var uuid in uuids)
        {
            if (Cache.Find(uuid) is { } kept)
            {
                found[uuid] = kept;
            }
            else
            {
                (missing ??= []).Add(uuid);
            }
        }
        return missing is null
            ? Task.FromResult<IReadOnlyDictionary<Guid, UserProfile>>(found)
            : FindMissingAsync(found, missing, cancellationToken);
    }

    public async Task<IReadOnlyList<UserProfile>> SearchAsync(
        UserQuery query,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var terms = await _search.FindTermsAsync(query, limit, cancellationToken);
        var people = await FindAllAsync([.. terms.Select(term => term.UserUuid)], cancellationToken);
        // A row may be behind or ahead of the profile for a moment; the profile decides.
        return
        [
            .. terms
                .Where(term =>
                    people.TryGetValue(term.UserUuid, out var profile) && SearchTerm.Of(profile).Contains(term)
                )
                .Select(term => people[term.UserUuid]),
        ];
    }

    public Task<UserListing> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        _search.ListAsync(after, limit, cancellationToken);

    public abstract Task<CreateUserResult> CreateAsync(
        NewUser user,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    );

    public async Task<UserProfile?> RenameAsync(
        Guid uuid,
        DisplayName displayName,
        CancellationToken cancellationToken
    ) => Keep(await StoreNameAsync(uuid, displayName, cancellationToken));

    public abstract Task<UserIdentity?> FindIdentityAsync(Guid uuid, CancellationToken cancellationToken);

    public async Task<SetSubjectResult> SetSubjectAsync(Guid uuid, Subject subject, CancellationToken cancellationToken)
    {
        var result = await StoreSubjectAsync(uuid, subject, cancellationToken);
        if (result == SetSubjectResult.Set)
        {
            Cache.Keep(new SubjectClaim(subject, uuid));
        }
        return result;
    }

    // Reads find whoever was added before they began, on any node: somebody new must not be "not found". Of a change they
    // may be as late as the cache is.

    internal abstract Task<StoredProfile?> ReadAsync(Guid uuid, CancellationToken cancellationToken);

    internal abstract Task<StoredProfile?> ReadByHandleAsync(Handle handle, CancellationToken cancellationToken);

    internal abstract Task<StoredProfile?> ReadBySubjectAsync(Subject subject, CancellationToken cancellationToken);

    internal abstract Task<IReadOnlyList<StoredProfile>> ReadAllAsync(
        IReadOnlyCollection<Guid> uuids,
        CancellationToken cancellationToken
    );

    internal abstract Task<StoredProfile?> StoreNameAsync(
        Guid uuid,
        DisplayName displayName,
        CancellationToken cancellationToken
    );

    internal abstract Task<SetSubjectResult> StoreSubjectAsync(
        Guid uuid,
        Subject subject,
        CancellationToken cancellationToken
    );

    private UserProfile? Keep(StoredProfile? stored) => stored is null ? null : Cache.Keep(stored);

    private async Task<IReadOnlyDictionary<Guid, UserProfile>> FindMissingAsync(
        Dictionary<Guid, UserProfile> found,
        List<Guid> missing,
        CancellationToken cancellationToken
    )
    {
        foreach (var stored in await ReadAllAsync(missing, cancellationToken))
        {
            found[stored.Profile.Uuid] = Cache.Keep(stored);
        }
        return found;
    }
}
