using Cruddur.Users;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Who may sign in, and with what: this server's own accounts, or somebody else's pool of them. The person whom others see
/// is in <see cref="IUserDirectory"/>; that somebody is signed in is a session of this server.
/// </summary>
/// <remarks>
/// A login is a handle, with or without <c>@</c>, or an e-mail address. No answer, and not the time that it takes, tells
/// whether a login exists. What cannot answer, as a pool out of reach, throws; whatever can be expected is a result.
/// </remarks>
public interface IAccounts
{
    /// <summary>What the pages offer.</summary>
    AccountsOffer Offer { get; }

    /// <summary>
    /// Adds a person and the account that signs in as this person. An e-mail address that another account signs in with
    /// is not refused, as that would tell who has an account: the new account then signs in with its handle only.
    /// </summary>
    Task<RegisterResult> RegisterAsync(NewPerson person, Password password, CancellationToken cancellationToken);

    /// <summary>Confirms that who signed up has the e-mail address: by the code that was sent to it.</summary>
    Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a new code to an account that is to be confirmed, in place of the one before. A code may be young enough to be on
    /// its way still: then it stays, and none is sent.
    /// </summary>
    Task<SendCodeResult> ResendCodeAsync(string login, CancellationToken cancellationToken);

    /// <summary>
    /// Checks a login and a password. Does not tell a login that does not exist from a wrong password or a locked account.
    /// </summary>
    Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancellationToken);

    /// <summary>Sends a code with which another password can be set.</summary>
    Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken);

    /// <summary>Sets another password by the code that was sent. Afterwards every session of the person is over.</summary>
    Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Afterwards the stamp is another, where accounts have one: with it every session and token of the person is over, but
    /// the one that asked and gets the new stamp.
    /// </summary>
    Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Asks now and then, while a session with tokens is in use, whether the provider still stands by it. Never called for
    /// sessions without.
    /// </summary>
    Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken);

    /// <summary>
    /// A session ended that had tokens: the provider may forget them. It ended whatever comes of this, so what cannot be
    /// reached is logged and not thrown.
    /// </summary>
    Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken);

    /// <summary>As of every write that was acknowledged before.</summary>
    Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancellationToken);
}

/// <summary>Whose accounts people sign in with.</summary>
public enum AccountsProvider
{
    /// <summary>This server's own, in its table.</summary>
    Local,

    /// <summary>Those of a Cognito user pool.</summary>
    Cognito,
}

/// <param name="SendsCodes">Whether a forgotten password can be replaced: by a code that is sent.</param>
/// <param name="HostedPage">The address here that leads to the provider's own page for signing in; null when it has none.</param>
public sealed record AccountsOffer(AccountsProvider Provider, bool SendsCodes, string? HostedPage = null);

/// <summary>Somebody who signs up.</summary>
public sealed record NewPerson(Handle Handle, DisplayName DisplayName, EmailAddress Email);

/// <param name="SecurityStamp">Changes with the password; a session or token with another one is over.</param>
public sealed record AccountDetails(Guid UserUuid, string Email, string SecurityStamp)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"account of {UserUuid}";
}

/// <summary>
/// What a provider gave for a session, to be kept with it on the server and never shown to the browser.
/// </summary>
/// <param name="RefreshToken">Gets another access token; null where there is none.</param>
/// <param name="ExpiresAt">When the access token runs out.</param>
public sealed record ProviderTokens(string AccessToken, string? RefreshToken, DateTimeOffset ExpiresAt)
{
    // Without the tokens, which must not come into logs.
    public override string ToString() => $"tokens until {ExpiresAt:O}";
}
