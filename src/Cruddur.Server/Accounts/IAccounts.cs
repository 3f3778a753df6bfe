using Cruddur.Users;

namespace Cruddur.Server.Accounts;

/// <summary>Who may sign in, and with what. The person whom others see is in <see cref="IUserDirectory"/>.</summary>
public interface IAccounts
{
    /// <summary>
    /// Adds a person and the account that signs in as this person. An e-mail address that another account signs in with
    /// is not refused, as that would tell who has an account: the new account then signs in with its handle only.
    /// </summary>
    Task<RegisterResult> RegisterAsync(NewPerson person, Password password, CancellationToken cancellationToken);

    /// <summary>
    /// Checks a login (a handle, with or without <c>@</c>, or an e-mail address) and a password. Takes about as long for
    /// a login that does not exist, and does not tell it from a wrong password or a locked account.
    /// </summary>
    Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancellationToken);

    /// <summary>Ends every session and token of the person: their stamp is another afterwards.</summary>
    Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
        CancellationToken cancellationToken
    );

    /// <summary>As of every write that was acknowledged before.</summary>
    Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancellationToken);
}

/// <summary>Somebody who signs up.</summary>
public sealed record NewPerson(Handle Handle, DisplayName DisplayName, EmailAddress Email);

/// <param name="SecurityStamp">Changes with the password; a session or token with another one is over.</param>
public sealed record AccountDetails(Guid UserUuid, string Email, string SecurityStamp)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"account of {UserUuid}";
}

/// <summary>How signing up ended.</summary>
public abstract record RegisterResult
{
    private RegisterResult() { }

    public sealed record Registered(UserProfile Profile) : RegisterResult;

    public sealed record HandleTaken : RegisterResult;

    /// <summary>Too many passwords wait to be hashed; nothing was done.</summary>
    public sealed record Crowded : RegisterResult;
}

/// <summary>How checking a login and a password ended.</summary>
public abstract record VerifyResult
{
    private VerifyResult() { }

    public sealed record Verified(Guid UserUuid, string SecurityStamp) : VerifyResult;

    /// <summary>No such login, another password, or too many attempts.</summary>
    public sealed record Refused : VerifyResult;

    /// <summary>Too many passwords wait to be checked; this one was not.</summary>
    public sealed record Crowded : VerifyResult;
}

/// <summary>How changing a password ended.</summary>
public abstract record ChangePasswordResult
{
    private ChangePasswordResult() { }

    public sealed record Changed(string SecurityStamp) : ChangePasswordResult;

    /// <summary>The current password is another, or there were too many attempts.</summary>
    public sealed record Refused : ChangePasswordResult;

    /// <summary>Too many passwords wait to be checked; nothing was done.</summary>
    public sealed record Crowded : ChangePasswordResult;
}
