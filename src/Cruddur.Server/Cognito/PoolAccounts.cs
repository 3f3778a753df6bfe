using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>What this server keeps of the pool's people: who they are here, and what they are called there.</summary>
internal sealed class PoolAccounts(
    ITable table,
    IUserDirectory directory,
    FirstSignIn firstSignIn,
    IOptions<CognitoOptions> options,
    ILogger<PoolAccounts> logger
)
{
    /// <summary>The most that a pool takes as a user name.</summary>
    public const int MostCharacters = 128;

    // No pool has a name of one character that this server or a person would choose.
    private const string Nobody = "-";

    public async Task<PoolAccount?> FindAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(PoolAccount.KeyOf(userUuid), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : PoolAccount.FromItem(userUuid, found.Item);
    }

    /// <summary>
    /// Whose login it is and what the pool calls them; for a login that nobody has, something that the pool does not know
    /// either.
    /// </summary>
    public async Task<PoolLogin> FindLoginAsync(string login, CancellationToken cancellationToken)
    {
        var text = login.Trim();
        if (text.Length is 0 or > MostCharacters || text.Any(one => char.IsWhiteSpace(one) || char.IsControl(one)))
        {
            return new PoolLogin(Nobody, Account: null, HandleOf: null);
        }
        // A pool of handles knows addresses too, when they are an alias in it.
        if (text.LastIndexOf('@') > 0 || !Handle.TryParse(Handle.WithoutAt(text), out var handle, out _))
        {
            return new PoolLogin(text, await FindByNameAsync(text, cancellationToken), HandleOf: null);
        }
        // Who has the handle here may be called otherwise there; and that name may be somebody else's handle.
        var userUuid = (await directory.FindByHandleAsync(handle, cancellationToken))?.Uuid ?? Guid.Empty;
        if (await FindAsync(userUuid, cancellationToken) is { } account)
        {
            return new PoolLogin(account.Username, account, userUuid);
        }
        var lookalike = (
            await table.GetAsync(PoolLookalike.KeyOf(userUuid), Consistency.Strong, cancellationToken)
        ).Item;
        var username = lookalike is null ? handle.Folded : PoolLookalike.FromItem(userUuid, lookalike).Username;
        return new PoolLogin(username, await FindByNameAsync(username, cancellationToken), userUuid);
    }

    /// <summary>
    /// Adds somebody whom the pool has just taken, with what it calls them or not at all: who was added by half would be told
    /// that their own handle is taken.
    /// </summary>
    public Task<UserProfile> AddAsync(
        NewPerson person,
        string username,
        string sub,
        CancellationToken cancellationToken
    )
    {
        var (email, name) = (person.Email.Value, person.DisplayName.Value);
        return firstSignIn.FindOrAddAsync(
            new Newcomer(SubjectOf(sub), person.Handle.Value, name, email),
            userUuid =>
                [
                    new Write.Put(PoolAccount.New(userUuid, username, email).ToItem(), Condition.NotExists),
                    new Write.Put(new PoolName(username, userUuid).ToItem(), Condition.None),
                ],
            cancellationToken
        );
    }

    /// <summary>
    /// Takes a handle for nobody: what is seen of it must not tell that the pool knows the address. The next one where it was
    /// taken meanwhile, as for somebody whom the pool took.
    /// </summary>
    public Task<UserProfile> AddLookalikeAsync(NewPerson person, CancellationToken cancellationToken) =>
        firstSignIn.AddUnknownAsync(
            person.Handle.Value,
            person.DisplayName.Value,
            userUuid => [new Write.Put(new PoolLookalike(userUuid, person.Email.Value).ToItem(), Condition.NotExists)],
            cancellationToken
        );

    /// <summary>Somebody who signs in: found, or added when this is the first time.</summary>
    public async Task<PoolAccount> AddAsync(
        Subject subject,
        string username,
        string? handle,
        string? name,
        string? email,
        CancellationToken cancellationToken
    )
    {
        var newcomer = new Newcomer(subject, handle, name, email);
        var user = await firstSignIn.FindOrAddAsync(newcomer, cancellationToken);
        var made = PoolAccount.New(user.Uuid, username, email ?? "");
        var put = new Write.Put(made.ToItem(), Condition.NotExists);
        var isNew = await table.WriteAsync(put, cancellationToken) is WriteResult.Written;
        await NameAsync(username, user.Uuid, cancellationToken);
        return isNew ? made : (await FindAsync(user.Uuid, cancellationToken))!;
    }

    /// <summary>Somebody whose names in the pool are others by now.</summary>
    public async Task<PoolAccount> RenameAsync(
        PoolAccount account,
        string username,
        string email,
        CancellationToken cancellationToken
    )
    {
        if (account.Username == username && account.Email == email)
        {
            return account;
        }
        // Not the stamp, which may be renewed meanwhile.
        var update = new Write.Update(
            PoolAccount.KeyOf(account.UserUuid),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["username"] = username,
                ["email"] = email,
            },
            Condition.Exists
        );
        await table.WriteAsync(update, cancellationToken);
        await NameAsync(username, account.UserUuid, cancellationToken);
        return account with { Username = username, Email = email };
    }

    public async Task<PoolAccount?> FindAsync(Subject subject, CancellationToken cancellationToken) =>
        await directory.FindBySubjectAsync(subject, cancellationToken) is { } user
            ? await FindAsync(user.Uuid, cancellationToken)
            : null;

    /// <summary>Keeps that a name in the pool is theirs. Only what the pool has shown to be so, by letting them in or by their code.</summary>
    /// <param name="name">Null or empty when there is none.</param>
    public async Task NameAsync(string? name, Guid userUuid, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(name))
        {
            var put = new Write.Put(new PoolName(name, userUuid).ToItem(), Condition.None);
            await table.WriteAsync(put, cancellationToken);
        }
    }

    /// <summary>
    /// Ends every session of the person. Whoever does so at the same time ends them too. Not to be given up, nor told as failed:
    /// the password is another by now, or may be. Where the pool has said so, the sessions are ended one by one as well,
    /// afterwards; where it did not answer, nothing else ends them.
    /// </summary>
    /// <returns>As it was when that could not be written.</returns>
    public async Task<PoolAccount> RenewStampAsync(PoolAccount account)
    {
        var renewed = account.WithNewStamp();
        var update = new Write.Update(
            PoolAccount.KeyOf(account.UserUuid),
            new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["security_stamp"] = renewed.SecurityStamp,
            },
            Condition.Exists
        );
        try
        {
            await table.WriteAsync(update, CancellationToken.None);
            return renewed;
        }
        catch (StorageException exception)
        {
            CognitoLog.StampNotRenewed(logger, account.UserUuid, exception);
            return account;
        }
    }

    /// <summary>The pool's name for somebody, with its own in front.</summary>
    public Subject SubjectOf(string sub) =>
        Subject.TryCreate(options.Value.Issuer, sub, out var subject, out var problem)
            ? subject
            : throw new InvalidOperationException(problem);

    private async Task<PoolAccount?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(PoolName.KeyOf(name), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : await FindAsync(PoolName.UserUuidOf(found.Item), cancellationToken);
    }
}
