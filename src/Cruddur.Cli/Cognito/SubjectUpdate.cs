using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Users;

namespace Cruddur.Cli.Cognito;

/// <summary>
/// Gives the people of a directory the subjects that a pool has for them, matched by handle: for people who were in both
/// before they knew of each other, as after a seed.
/// </summary>
/// <remarks>
/// Whoever is in the pool can write <c>preferred_username</c>, and several can write the same: a handle names whom the pool
/// may mean and is no proof. With the subject goes the whole of a person here.
/// </remarks>
/// <param name="accounts">Of people in the table, which has no column for an address; null for those in Postgres.</param>
internal sealed class SubjectUpdate(IUserDirectory directory, IAccounts? accounts, string issuer)
{
    /// <summary>Whether it is done, and not only said.</summary>
    public bool IsApplied { get; init; }

    /// <summary>Whether somebody vouches for the pool's handles.</summary>
    public bool TrustsHandles { get; init; }

    /// <param name="pool">Everybody in it: only so is it seen that a handle is there twice.</param>
    public async Task<IReadOnlyList<SubjectChange>> OfAsync(
        IReadOnlyCollection<PoolUser> pool,
        CancellationToken cancellationToken
    )
    {
        var several = pool.Select(user => HandleOf(user)?.Folded)
            .OfType<string>()
            .CountBy(handle => handle, StringComparer.Ordinal)
            .Where(counted => counted.Value > 1)
            .Select(counted => counted.Key)
            .ToHashSet(StringComparer.Ordinal);
        var changes = new List<SubjectChange>(pool.Count);
        foreach (var user in pool)
        {
            changes.Add(
                HandleOf(user) is { } handle
                && await directory.FindByHandleAsync(handle, cancellationToken) is { } person
                    ? await OfAsync(user, person, several.Contains(handle.Folded), cancellationToken)
                    : new SubjectChange(user, SubjectOutcome.NotHere)
            );
        }
        return changes;
    }

    private async Task<SubjectChange> OfAsync(
        PoolUser user,
        UserProfile person,
        bool isOneOfSeveral,
        CancellationToken cancellationToken
    )
    {
        if (!Subject.TryCreate(issuer, user.Sub, out var subject, out var problem))
        {
            throw new UserPoolException($"The pool has a subject that cannot be one. {problem}");
        }
        if (await directory.FindBySubjectAsync(subject, cancellationToken) is { } owner)
        {
            return new SubjectChange(
                user,
                owner.Uuid == person.Uuid ? SubjectOutcome.Unchanged : SubjectOutcome.OfSomebodyElse
            );
        }
        if (await directory.FindIdentityAsync(person.Uuid, cancellationToken) is not { } identity)
        {
            return new SubjectChange(user, SubjectOutcome.NotHere);
        }
        var match = await MatchOfAsync(user, person, identity, cancellationToken);
        var outcome =
            identity.HasSubject ? SubjectOutcome.HasAnother
            : isOneOfSeveral ? SubjectOutcome.OneOfSeveral
            : match != SubjectMatch.Address && !TrustsHandles ? SubjectOutcome.NotConfirmed
            : !IsApplied ? SubjectOutcome.Changed
            : await directory.SetSubjectAsync(person.Uuid, subject, cancellationToken) switch
            {
                SetSubjectResult.Set => SubjectOutcome.Changed,
                SetSubjectResult.SubjectTaken => SubjectOutcome.OfSomebodyElse,
                SetSubjectResult.HasAnother => SubjectOutcome.HasAnother,
                _ => SubjectOutcome.NotHere,
            };
        return new SubjectChange(user, outcome, match);
    }

    private async Task<SubjectMatch> MatchOfAsync(
        PoolUser user,
        UserProfile person,
        UserIdentity identity,
        CancellationToken cancellationToken
    )
    {
        var email = identity.Email;
        if (email is null && accounts is not null)
        {
            email = (await accounts.FindAsync(person.Uuid, cancellationToken))?.Email;
        }
        return FoldedOf(email) is { } here && FoldedOf(user.VerifiedEmail) is { } there && here == there
                ? SubjectMatch.Address
            : user.Username.Equals(person.Handle.Folded, StringComparison.OrdinalIgnoreCase) ? SubjectMatch.Username
            : SubjectMatch.Handle;
    }

    private static Handle? HandleOf(PoolUser user) =>
        Handle.TryParse(user.Handle, out var handle, out _) ? handle : null;

    private static string? FoldedOf(string? email) => email is null ? null : EmailAddress.OfAccount(email)?.Folded;
}
