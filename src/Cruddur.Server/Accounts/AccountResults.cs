using Cruddur.Users;

namespace Cruddur.Server.Accounts;

/// <summary>How signing up ended.</summary>
public abstract record RegisterResult
{
    private RegisterResult() { }

    /// <param name="CodeSentTo">
    /// Where the code that confirms the account was sent, as somebody who knows the address recognises it
    /// (<see cref="EmailAddress.Masked"/>); null when there is nothing to confirm.
    /// </param>
    public sealed record Registered(UserProfile Profile, string? CodeSentTo) : RegisterResult;

    public sealed record HandleTaken : RegisterResult;

    /// <summary>They signed up before, or just now, and no answer or no mail came of it: a code confirms the account.</summary>
    public sealed record AwaitsCode : RegisterResult;

    /// <summary>The provider does not take this person.</summary>
    /// <param name="Detail">For people: why.</param>
    public sealed record Refused(string Detail) : RegisterResult;

    /// <summary>The provider has rules of its own for addresses.</summary>
    /// <param name="Detail">For people: which rule, and what to do.</param>
    public sealed record EmailRefused(string Detail) : RegisterResult;

    /// <summary>The provider has rules of its own for passwords.</summary>
    /// <param name="Detail">For people: which rule, and what to do.</param>
    public sealed record PasswordRefused(string Detail) : RegisterResult;

    /// <summary>Too many people at this moment; nothing was done.</summary>
    public sealed record Crowded : RegisterResult;
}

/// <summary>How confirming an account ended.</summary>
public abstract record ConfirmResult
{
    private ConfirmResult() { }

    /// <summary>The account may sign in from now on.</summary>
    public sealed record Confirmed : ConfirmResult;

    /// <summary>Another code, one too old or tried too often, no such login, or nothing to confirm.</summary>
    public sealed record Refused : ConfirmResult;

    /// <summary>Too many people at this moment; nothing was done.</summary>
    public sealed record Crowded : ConfirmResult;
}

/// <summary>How asking for a code ended.</summary>
public abstract record SendCodeResult
{
    private SendCodeResult() { }

    /// <summary>If there is such an account, and it may have one now, a code is on its way.</summary>
    public sealed record Accepted : SendCodeResult;

    /// <summary>Too many people at this moment; nothing was done.</summary>
    public sealed record Crowded : SendCodeResult;
}

/// <summary>How checking a login and a password ended.</summary>
public abstract record VerifyResult
{
    private VerifyResult() { }

    /// <param name="Tokens">Of the provider, to be kept with the session that begins now.</param>
    public sealed record Verified(Guid UserUuid, string SecurityStamp, ProviderTokens? Tokens = null) : VerifyResult;

    /// <summary>The password is right, but whoever signed up has not confirmed it by the code yet.</summary>
    public sealed record NotConfirmed : VerifyResult;

    /// <summary>The password is right, but the provider asks for more than that, on its own page.</summary>
    public sealed record MoreAsked : VerifyResult;

    /// <summary>No such login, another password, or too many attempts.</summary>
    public sealed record Refused : VerifyResult;

    /// <summary>Too many passwords wait to be checked; this one was not.</summary>
    public sealed record Crowded : VerifyResult;
}

/// <summary>How setting another password by a code ended.</summary>
public abstract record ResetPasswordResult
{
    private ResetPasswordResult() { }

    /// <param name="UserUuids">
    /// Whose it may be: one, as a rule. None of somebody whom the provider knows and this server does not, and two when the login
    /// became somebody else's.
    /// </param>
    public sealed record Reset(IReadOnlyList<Guid> UserUuids) : ResetPasswordResult;

    /// <summary>Another code, one too old or tried too often, or no such login.</summary>
    public sealed record Refused : ResetPasswordResult;

    /// <inheritdoc cref="RegisterResult.PasswordRefused"/>
    public sealed record PasswordRefused(string Detail) : ResetPasswordResult;

    /// <summary>Too many people at this moment; nothing was done.</summary>
    public sealed record Crowded : ResetPasswordResult;
}

/// <summary>How changing a password ended.</summary>
public abstract record ChangePasswordResult
{
    private ChangePasswordResult() { }

    public sealed record Changed(string SecurityStamp) : ChangePasswordResult;

    /// <summary>The current password is another, or there were too many attempts.</summary>
    public sealed record Refused : ChangePasswordResult;

    /// <inheritdoc cref="VerifyResult.MoreAsked"/>
    public sealed record MoreAsked : ChangePasswordResult;

    /// <inheritdoc cref="RegisterResult.PasswordRefused"/>
    public sealed record PasswordRefused(string Detail) : ChangePasswordResult;

    /// <summary>Too many passwords wait to be checked; nothing was done.</summary>
    public sealed record Crowded : ChangePasswordResult;
}

/// <summary>What a provider says of a session that goes on.</summary>
public abstract record RefreshResult
{
    private RefreshResult() { }

    /// <summary>It goes on with these; the same as before where they are still good.</summary>
    public sealed record Refreshed(ProviderTokens Tokens) : RefreshResult;

    /// <summary>The provider has ended it: the person signed out everywhere, or may not sign in any more.</summary>
    public sealed record Ended : RefreshResult;

    /// <summary>The provider cannot be asked now: it goes on, and is asked again.</summary>
    public sealed record NotNow : RefreshResult;
}
