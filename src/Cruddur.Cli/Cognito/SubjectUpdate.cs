using Cruddur.Cognito;
using Cruddur.Users;

namespace Cruddur.Cli.Cognito;

/// <summary>
/// Gives the people of a directory the subjects that a pool has for them, matched by handle: for people who were in both
/// before they knew of each other, as after a seed.
/// </summary>
internal sealed class SubjectUpdate(IUserDirectory directory, string issuer, bool isApplied)
{
    public async Task<SubjectChange> OfAsync(PoolUser user, CancellationToken cancellationToken)
    {
        if (
            !Handle.TryParse(user.Handle, out var handle, out _)
            || await directory.FindByHandleAsync(handle, cancellationToken) is not { } person
        )
        {
            return new SubjectChange(user, SubjectOutcome.NotHere);
        }
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
        if (!isApplied)
        {
            return new SubjectChange(user, SubjectOutcome.Changed);
        }
        return new SubjectChange(
            user,
            await directory.SetSubjectAsync(person.Uuid, subject, cancellationToken) switch
            {
                SetSubjectResult.Set => SubjectOutcome.Changed,
                SetSubjectResult.SubjectTaken => SubjectOutcome.OfSomebodyElse,
                _ => SubjectOutcome.NotHere,
            }
        );
    }
}

internal sealed record SubjectChange(PoolUser User, SubjectOutcome Outcome);

internal enum SubjectOutcome
{
    /// <summary>The person has the subject now; in a dry run, would have.</summary>
    Changed,

    /// <summary>They have it already.</summary>
    Unchanged,

    /// <summary>Nobody here has the handle, or the pool has none for them: they are added when they sign in.</summary>
    NotHere,

    /// <summary>Another person here has the subject: whoever signed in with it before. Left as it is.</summary>
    OfSomebodyElse,
}
