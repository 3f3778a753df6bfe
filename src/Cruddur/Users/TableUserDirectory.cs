using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>The directory in the table, next to everything else.</summary>
public sealed class TableUserDirectory(ITable table, TimeProvider time) : IUserDirectory, IDisposable
{
    private const int RenameAttempts = 10;

    private readonly ProfileCache _cache = new(time);
    private readonly UserSearch _search = new(table);

    public void Dispose() => _cache.Dispose();

    public async Task<UserProfile?> FindAsync(Guid uuid, CancellationToken cancellationToken)
    {
        if (_cache.Find(uuid) is { } kept)
        {
            return kept;
        }
        var item = await ReadAsync(StoredProfile.KeyOf(uuid), cancellationToken);
        return item is null ? null : _cache.Keep(StoredProfile.FromItem(uuid, item));
    }

    public async Task<UserProfile?> FindByHandleAsync(Handle handle, CancellationToken cancellationToken)
    {
        if (_cache.FindOwner(handle) is { } owner)
        {
            return await FindAsync(owner, cancellationToken);
        }
        var item = await ReadAsync(HandleClaim.KeyOf(handle), cancellationToken);
        if (item is null)
        {
            return null;
        }
        var claim = HandleClaim.FromItem(handle, item);
        _cache.Keep(claim);
        return await FindAsync(claim.UserUuid, cancellationToken);
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
            if (_cache.Find(uuid) is { } kept)
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

    public async Task<CreateUserResult> CreateAsync(
        UserProfile profile,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    )
    {
        var stored = new StoredProfile(profile, Version: 1);
        var claim = new HandleClaim(profile.Handle, profile.Uuid);
        Write[] own =
        [
            new Write.Put(claim.ToItem(), Condition.NotExists),
            new Write.Put(stored.ToItem(), Condition.NotExists),
            .. SearchTerm.Of(profile).Select(term => new Write.Put(term.ToItem(), Condition.None)),
        ];
        var result = await table.TransactAsync([.. own, .. together], cancellationToken);
        if (result is not TransactionResult.ConditionsFailed refused)
        {
            return CreateUserResult.Created;
        }
        if (refused.Failed.FirstOrDefault(failed => failed.Index == 0) is { } taken)
        {
            // An engine that sends a transaction again after a lost answer meets its own work.
            var isOurs = taken.Occupant is { } occupant && HandleClaim.FromItem(profile.Handle, occupant) == claim;
            return isOurs ? CreateUserResult.Created : CreateUserResult.HandleTaken;
        }
        return refused.Failed.Any(failed => failed.Index >= own.Length)
            ? CreateUserResult.TogetherRefused
            : throw new ArgumentException($"There is a user {profile.Uuid} already: give a new uuid.", nameof(profile));
    }

    public async Task<UserProfile?> RenameAsync(Guid uuid, DisplayName displayName, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < RenameAttempts; attempt++)
        {
            // Strong: what is replaced must be what is there.
            var found = await table.GetAsync(StoredProfile.KeyOf(uuid), Consistency.Strong, cancellationToken);
            if (found.Item is null)
            {
                return null;
            }
            var before = StoredProfile.FromItem(uuid, found.Item);
            if (before.Profile.DisplayName == displayName)
            {
                return _cache.Keep(before);
            }
            var after = before.Renamed(displayName);
            var result = await table.TransactAsync(RenameWrites(before, after), cancellationToken);
            if (result is TransactionResult.Committed)
            {
                return _cache.Keep(after);
            }
        }
        throw new StorageException(
            StorageFault.Unavailable,
            $"The user {uuid} was changed by others {RenameAttempts} times while being renamed. Try again."
        );
    }

    private static Write[] RenameWrites(StoredProfile before, StoredProfile after)
    {
        var oldTerms = SearchTerm.Of(before.Profile);
        var newTerms = SearchTerm.Of(after.Profile);
        return
        [
            new Write.Put(after.ToItem(), before.IsUnchanged),
            .. oldTerms.Except(newTerms).Select(term => new Write.Delete(term.Key, Condition.None)),
            .. newTerms.Except(oldTerms).Select(term => new Write.Put(term.ToItem(), Condition.None)),
        ];
    }

    private async Task<IReadOnlyDictionary<Guid, UserProfile>> FindMissingAsync(
        Dictionary<Guid, UserProfile> found,
        List<Guid> missing,
        CancellationToken cancellationToken
    )
    {
        foreach (var profile in await Task.WhenAll(missing.Select(uuid => FindAsync(uuid, cancellationToken))))
        {
            if (profile is not null)
            {
                found[profile.Uuid] = profile;
            }
        }
        return found;
    }

    // Eventually consistent, as the cache may be behind anyway; but somebody who was added a moment ago on another node
    // must not be "not found".
    private async Task<Item?> ReadAsync(Key key, CancellationToken cancellationToken) =>
        (await table.GetAsync(key, Consistency.Eventual, cancellationToken)).Item
        ?? (await table.GetAsync(key, Consistency.Strong, cancellationToken)).Item;
}
