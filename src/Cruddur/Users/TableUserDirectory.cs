using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>The directory in the table, next to everything else.</summary>
public sealed class TableUserDirectory(ITable table, TimeProvider time)
    : CachedUserDirectory(new TableSearchTerms(table), time)
{
    private const int ChangeAttempts = 10;

    public override async Task<CreateUserResult> CreateAsync(
        NewUser user,
        IReadOnlyList<Write> together,
        CancellationToken cancellationToken
    )
    {
        var profile = user.Profile;
        var claim = new HandleClaim(profile.Handle, profile.Uuid);
        List<Write> writes =
        [
            new Write.Put(claim.ToItem(), Condition.NotExists),
            new Write.Put(new StoredProfile(profile, Version: 1, user.Subject).ToItem(), Condition.NotExists),
            .. SearchTerm.Of(profile).Select(term => new Write.Put(term.ToItem(), Condition.None)),
        ];
        var subjectAt = writes.Count;
        if (user.Subject is { } subject)
        {
            writes.Add(new Write.Put(new SubjectClaim(subject, profile.Uuid).ToItem(), Condition.NotExists));
        }
        var own = writes.Count;
        var result = await table.TransactAsync([.. writes, .. together], cancellationToken);
        if (result is not TransactionResult.ConditionsFailed { Failed: var failed })
        {
            return CreateUserResult.Created;
        }
        var taken = failed.FirstOrDefault(failure => failure.Index == 0);
        // An engine that sends a transaction again after a lost answer meets its own work.
        if (taken?.Occupant is { } occupant && HandleClaim.FromItem(profile.Handle, occupant) == claim)
        {
            return CreateUserResult.Created;
        }
        // The subject first: whoever is there already needs no other handle.
        return failed.Any(failure => failure.Index >= subjectAt && failure.Index < own) ? CreateUserResult.SubjectTaken
            : taken is not null ? CreateUserResult.HandleTaken
            : failed.Any(failure => failure.Index >= own) ? CreateUserResult.TogetherRefused
            : throw new ArgumentException($"There is a user {profile.Uuid} already: give a new uuid.", nameof(user));
    }

    public override async Task<UserIdentity?> FindIdentityAsync(Guid uuid, CancellationToken cancellationToken) =>
        await ReadStronglyAsync(uuid, cancellationToken) is { } stored
            ? new UserIdentity(stored.Subject is not null, Email: null)
            : null;

    // Eventually consistent, as the cache may be behind anyway; but somebody who was added a moment ago on another node
    // must not be "not found".

    internal override async Task<StoredProfile?> ReadAsync(Guid uuid, CancellationToken cancellationToken)
    {
        var item = await ReadItemAsync(StoredProfile.KeyOf(uuid), cancellationToken);
        return item is null ? null : StoredProfile.FromItem(uuid, item);
    }

    internal override async Task<StoredProfile?> ReadByHandleAsync(Handle handle, CancellationToken cancellationToken)
    {
        var item = await ReadItemAsync(HandleClaim.KeyOf(handle), cancellationToken);
        return item is null ? null : await ReadAsync(HandleClaim.FromItem(handle, item).UserUuid, cancellationToken);
    }

    internal override async Task<StoredProfile?> ReadBySubjectAsync(
        Subject subject,
        CancellationToken cancellationToken
    )
    {
        var item = await ReadItemAsync(SubjectClaim.KeyOf(subject), cancellationToken);
        return item is null ? null : await ReadAsync(SubjectClaim.FromItem(subject, item).UserUuid, cancellationToken);
    }

    internal override async Task<IReadOnlyList<StoredProfile>> ReadAllAsync(
        IReadOnlyCollection<Guid> uuids,
        CancellationToken cancellationToken
    )
    {
        var read = await Task.WhenAll(uuids.Select(uuid => ReadAsync(uuid, cancellationToken)));
        return [.. read.OfType<StoredProfile>()];
    }

    internal override async Task<StoredProfile?> StoreNameAsync(
        Guid uuid,
        DisplayName displayName,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < ChangeAttempts; attempt++)
        {
            if (await ReadStronglyAsync(uuid, cancellationToken) is not { } before)
            {
                return null;
            }
            if (before.Profile.DisplayName == displayName)
            {
                return before;
            }
            var after = before.Renamed(displayName);
            if (
                await table.TransactAsync(RenameWrites(before, after), cancellationToken) is TransactionResult.Committed
            )
            {
                return after;
            }
        }
        throw ChangedByOthers(uuid);
    }

    internal override async Task<SetSubjectResult> StoreSubjectAsync(
        Guid uuid,
        Subject subject,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < ChangeAttempts; attempt++)
        {
            if (await ReadStronglyAsync(uuid, cancellationToken) is not { } before)
            {
                return SetSubjectResult.NoSuchUser;
            }
            if (before.Subject is not null)
            {
                return before.Subject == subject ? SetSubjectResult.Set : SetSubjectResult.HasAnother;
            }
            Write[] writes =
            [
                new Write.Put(before.KnownAs(subject).ToItem(), before.IsUnchanged),
                new Write.Put(new SubjectClaim(subject, uuid).ToItem(), Condition.NotExists),
            ];
            var result = await table.TransactAsync(writes, cancellationToken);
            if (result is not TransactionResult.ConditionsFailed { Failed: var failed })
            {
                return SetSubjectResult.Set;
            }
            // Without the profile among what failed, nobody changed this person: the subject is another's.
            if (failed.All(failure => failure.Index != 0))
            {
                return SetSubjectResult.SubjectTaken;
            }
        }
        throw ChangedByOthers(uuid);
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

    private static StorageException ChangedByOthers(Guid uuid) =>
        new(
            StorageFault.Unavailable,
            $"The user {uuid} was changed by others {ChangeAttempts} times while being changed here. Try again."
        );

    // Strong: what is replaced must be what is there.
    private async Task<StoredProfile?> ReadStronglyAsync(Guid uuid, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(StoredProfile.KeyOf(uuid), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : StoredProfile.FromItem(uuid, found.Item);
    }

    private async Task<Item?> ReadItemAsync(Key key, CancellationToken cancellationToken) =>
        (await table.GetAsync(key, Consistency.Eventual, cancellationToken)).Item
        ?? (await table.GetAsync(key, Consistency.Strong, cancellationToken)).Item;
}
