using Cruddur.Cognito;

namespace Cruddur.Cli.Cognito;

/// <summary>What becomes of somebody in a pool.</summary>
/// <param name="Match">What they have in common with the person here who has no subject yet; null where there is none.</param>
internal sealed record SubjectChange(PoolUser User, SubjectOutcome Outcome, SubjectMatch? Match = null)
{
    /// <summary>Whether somebody has to look at it.</summary>
    public bool IsLeft =>
        Outcome
            is SubjectOutcome.NotConfirmed
                or SubjectOutcome.OneOfSeveral
                or SubjectOutcome.HasAnother
                or SubjectOutcome.OfSomebodyElse;
}

internal enum SubjectOutcome
{
    /// <summary>The person has the subject now; in a dry run, would have.</summary>
    Changed,

    /// <summary>They have it already.</summary>
    Unchanged,

    /// <summary>Nobody here has the handle, or the pool has none for them: they are added when they sign in.</summary>
    NotHere,

    /// <summary>No more than the handle says that it is them, and nobody vouches for that.</summary>
    NotConfirmed,

    /// <summary>Several in the pool have the handle.</summary>
    OneOfSeveral,

    /// <summary>The person here has another subject.</summary>
    HasAnother,

    /// <summary>Another person here has the subject: whoever signed in with it before.</summary>
    OfSomebodyElse,
}

/// <summary>What somebody in a pool and a person here have in common, the strongest first.</summary>
internal enum SubjectMatch
{
    /// <summary>The address: verified by the pool, and the one that the person here signed up with.</summary>
    Address,

    /// <summary>
    /// The handle is the pool's user name too. That cannot be changed, but chosen by whoever may sign up there.
    /// </summary>
    Username,

    /// <summary>Only <c>preferred_username</c>, which they write themselves.</summary>
    Handle,
}
