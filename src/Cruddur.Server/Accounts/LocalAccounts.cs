using Cruddur.Runtime;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>This server's own accounts, in the table, by ASP.NET Core Identity.</summary>
public sealed class LocalAccounts : IAccounts, IDisposable
{
    // Two can meet over one address once; whoever is refused more often meets something that is not known here.
    private const int AddAttempts = 5;

    private readonly AccountStore _store;
    private readonly IUserDirectory _directory;
    private readonly IUuidSource _uuids;
    private readonly TimeProvider _time;
    private readonly UserManager<Account> _users;
    private readonly HashingTurns _turns;
    private readonly PasswordCheck _check;
    private readonly bool _confirmsEmail;
    private readonly LocalCodes? _codes;

    /// <summary>Without a server: for a command that adds people.</summary>
    public LocalAccounts(
        ITable table,
        IUserDirectory directory,
        IUuidSource uuids,
        TimeProvider time,
        IOptions<AccountsOptions> options,
        ILogger<LocalAccounts> logger
    )
        : this(
            table,
            directory,
            uuids,
            time,
            AccountManager.Over(table, directory, time, options),
            new HashingTurns(),
            mails: null,
            logger
        ) { }

    internal LocalAccounts(
        ITable table,
        IUserDirectory directory,
        IUuidSource uuids,
        TimeProvider time,
        UserManager<Account> users,
        HashingTurns turns,
        LocalMails? mails,
        ILogger<LocalAccounts> logger
    )
    {
        _store = new AccountStore(table, directory);
        _directory = directory;
        _uuids = uuids;
        _time = time;
        _users = users;
        _turns = turns;
        _check = new PasswordCheck(users, _store, time, logger);
        _confirmsEmail = mails is { ConfirmsEmail: true };
        _codes = mails is null
            ? null
            : new LocalCodes(table, _store, mails.Codes, mails.Requests, users.PasswordHasher, turns, time, logger);
    }

    public AccountsOffer Offer => new(AccountsProvider.Local, SendsCodes: _codes is not null);

    public void Dispose() => _turns.Dispose();

    public async Task<RegisterResult> RegisterAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    )
    {
        // Cheap, and spares the hash; whether a handle is taken is no secret.
        if (await _directory.FindByHandleAsync(person.Handle, cancellationToken) is not null)
        {
            return new RegisterResult.HandleTaken();
        }
        // An account whose code is never sent could not be used; and its handle would be taken.
        if (_confirmsEmail && !_codes!.HasRoom)
        {
            return new RegisterResult.Crowded();
        }
        var hash = await _turns.TakeAsync<string?>(
            () => Task.FromResult<string?>(HashPassword(password)),
            whenCrowded: null,
            cancellationToken
        );
        return hash is null
            ? new RegisterResult.Crowded()
            : await AddAsync(person, hash, _confirmsEmail, cancellationToken);
    }

    /// <summary>For <see cref="RegisterWithHashAsync"/>: a tenth of a second of work.</summary>
    // The hasher looks at the options and the password, never at the user.
    public string HashPassword(Password password) => _users.PasswordHasher.HashPassword(null!, password.Value);

    /// <summary>
    /// Signs somebody up with a password hashed before, and nothing to confirm: for many people with one password, as in a
    /// seed.
    /// </summary>
    public Task<RegisterResult> RegisterWithHashAsync(
        NewPerson person,
        string passwordHash,
        CancellationToken cancellationToken
    ) => AddAsync(person, passwordHash, awaitsConfirmation: false, cancellationToken);

    private async Task<RegisterResult> AddAsync(
        NewPerson person,
        string passwordHash,
        bool awaitsConfirmation,
        CancellationToken cancellationToken
    )
    {
        var profile = UserProfile.New(_uuids.Next(), person.Handle, person.DisplayName, _time.GetUtcNow());
        var user = new NewUser(profile, Email: person.Email.Value);
        var account = Account.New(profile.Uuid, person.Email.Value, passwordHash);
        account.AwaitsConfirmation = awaitsConfirmation;
        // Not by UserManager.CreateAsync, which gives a store the account alone: person, handle, search terms, address
        // and account are one transaction, and the directory need not be in this table.
        for (var attempt = 0; attempt < AddAttempts; attempt++)
        {
            var alias = await _store.AliasWriteAsync(person.Email, profile.Uuid, cancellationToken);
            Write[] together = [new Write.Put(account.ToItem(), Condition.NotExists), alias];
            var result = await _directory.CreateAsync(user, together, cancellationToken);
            if (
                result == CreateUserResult.TogetherRefused
                && await _store.FindAsync(profile.Uuid, cancellationToken) is not null
            )
            {
                // The account of who is to be added under a fixed uuid was there before: the directory was changed or emptied.
                result = await _directory.CreateAsync(user, [], cancellationToken);
            }
            switch (result)
            {
                case CreateUserResult.Created when awaitsConfirmation:
                    _codes!.Welcome(profile.Uuid);
                    return new RegisterResult.Registered(profile, person.Email.Masked);
                case CreateUserResult.Created:
                    return new RegisterResult.Registered(profile, CodeSentTo: null);
                case CreateUserResult.HandleTaken:
                    return new RegisterResult.HandleTaken();
                case CreateUserResult.SubjectTaken:
                    throw new InvalidOperationException("A person without a subject cannot have one that is taken.");
                default:
                    // Somebody else signed up with the address in between; now it is in use, and stays so.
                    continue;
            }
        }
        throw new StorageException(
            StorageFault.Unavailable,
            $"The account of the user {profile.Uuid} was refused {AddAttempts} times by changes of others. Try again."
        );
    }

    /// <summary>Gives somebody an account who came into the directory otherwise than by signing up here.</summary>
    /// <returns>False when there is one; it stays as it is.</returns>
    public Task<bool> AddAccountAsync(
        Guid userUuid,
        EmailAddress email,
        string passwordHash,
        CancellationToken cancellationToken
    ) => _store.AddAsync(Account.New(userUuid, email.Value, passwordHash), email, cancellationToken);

    // Where no mails are sent there is no code that could be right.

    public Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancellationToken) =>
        _codes?.ConfirmAsync(login, code, cancellationToken)
        ?? Task.FromResult<ConfirmResult>(new ConfirmResult.Refused());

    public Task<SendCodeResult> ResendCodeAsync(string login, CancellationToken cancellationToken) =>
        Task.FromResult(_codes?.Resend(login) ?? new SendCodeResult.Accepted());

    public Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancellationToken) =>
        Task.FromResult(_codes?.Forgot(login) ?? new SendCodeResult.Accepted());

    public Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancellationToken
    ) =>
        _codes?.ResetAsync(login, code, newPassword, cancellationToken)
        ?? Task.FromResult<ResetPasswordResult>(new ResetPasswordResult.Refused());

    public Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancellationToken)
    {
        return _turns.TakeAsync(WorkAsync, new VerifyResult.Crowded(), cancellationToken);

        async Task<VerifyResult> WorkAsync()
        {
            var account = await _check.VerifyAsync(
                () => _store.FindByLoginAsync(login, cancellationToken),
                password,
                cancellationToken
            );
            return account switch
            {
                null => new VerifyResult.Refused(),
                { AwaitsConfirmation: true } when _confirmsEmail => new VerifyResult.NotConfirmed(),
                _ => new VerifyResult.Verified(account.UserUuid, account.SecurityStamp),
            };
        }
    }

    public Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
        CancellationToken cancellationToken
    )
    {
        return _turns.TakeAsync(WorkAsync, new ChangePasswordResult.Crowded(), cancellationToken);

        async Task<ChangePasswordResult> WorkAsync()
        {
            // This counts wrong ones, which UserManager.ChangePasswordAsync does not. That one checks again, and so refuses
            // when somebody else changed the password in between.
            var verified = await _check.VerifyAsync(
                () => _store.FindAsync(userUuid, cancellationToken),
                currentPassword,
                cancellationToken
            );
            var changed = verified is null
                ? null
                : await _store.ChangeAsync(
                    verified,
                    account => _users.ChangePasswordAsync(account, currentPassword, newPassword.Value),
                    cancellationToken
                );
            if (changed is null)
            {
                return new ChangePasswordResult.Refused();
            }
            _codes?.PasswordChanged(userUuid);
            return new ChangePasswordResult.Changed(changed.SecurityStamp);
        }
    }

    /// <summary>Whether an account signs in with an address; nobody but whoever runs the server may learn it.</summary>
    public async Task<bool> IsInUseAsync(EmailAddress email, CancellationToken cancellationToken) =>
        await _store.FindOwnerAsync(email, cancellationToken) is not null;

    // There is no provider behind these sessions.

    public Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken) =>
        Task.FromResult<RefreshResult>(new RefreshResult.Ended());

    public Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var account = await _store.FindAsync(userUuid, cancellationToken);
        return account is null ? null : new AccountDetails(userUuid, account.Email, account.SecurityStamp);
    }
}
