using Cruddur.Runtime;
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
    IUuidSource uuids,
    TimeProvider time,
    IOptions<CognitoOptions> options
)
{
    public async Task<PoolAccount?> FindAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(PoolAccount.KeyOf(userUuid), Consistency.Strong, cancellationToken);
        return found.Item is null ? null : PoolAccount.FromItem(userUuid, found.Item);
    }

    /// <summary>What the pool calls whoever has a login; for a login that nobody has, something that the pool does not know either.</summary>
    public async Task<string> FindUsernameAsync(string login, CancellationToken cancellationToken)
    {
        var text = login.Trim();
        if (text.LastIndexOf('@') > 0)
        {
            // A pool of handles knows addresses too, when they are an alias in it.
            return text;
        }
        if (!Handle.TryParse(Handle.WithoutAt(text), out var handle, out _))
        {
            return text.Length is > 0 and <= EmailAddress.MaxLength ? text : "-";
        }
        if (options.Value.Username == CognitoUsername.Handle)
        {
            return handle.Folded;
        }
        var profile = await directory.FindByHandleAsync(handle, cancellationToken);
        var account = await FindAsync(profile?.Uuid ?? Guid.Empty, cancellationToken);
        return account?.Username ?? handle.Folded;
    }

    /// <summary>Adds somebody whom the pool has just taken.</summary>
    public async Task<UserProfile> AddAsync(
        NewPerson person,
        string username,
        string sub,
        CancellationToken cancellationToken
    )
    {
        var account = await AddAsync(
            SubjectOf(sub),
            username,
            person.Handle.Value,
            person.DisplayName.Value,
            person.Email.Value,
            cancellationToken
        );
        return (await directory.FindAsync(account.UserUuid, cancellationToken))!;
    }

    /// <summary>Takes a handle for nobody: what is seen of it must not tell that the pool knows the address.</summary>
    /// <returns>Null when the handle is taken.</returns>
    public async Task<UserProfile?> AddWithoutSubjectAsync(NewPerson person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var createdAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var profile = new UserProfile(uuids.Next(), person.Handle, person.DisplayName, createdAt);
        return await directory.CreateAsync(new NewUser(profile), [], cancellationToken) == CreateUserResult.Created
            ? profile
            : null;
    }

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
        return await table.WriteAsync(put, cancellationToken) is WriteResult.Written
            ? made
            : (await FindAsync(user.Uuid, cancellationToken))!;
    }

    public async Task<PoolAccount?> FindAsync(Subject subject, CancellationToken cancellationToken) =>
        await directory.FindBySubjectAsync(subject, cancellationToken) is { } user
            ? await FindAsync(user.Uuid, cancellationToken)
            : null;

    /// <summary>Ends every session of the person. Whoever does so at the same time ends them too.</summary>
    public async Task<PoolAccount> RenewStampAsync(PoolAccount account, CancellationToken cancellationToken)
    {
        var renewed = account.WithNewStamp();
        await table.WriteAsync(new Write.Put(renewed.ToItem(), Condition.Exists), cancellationToken);
        return renewed;
    }

    /// <summary>The pool's name for somebody, with its own in front.</summary>
    public Subject SubjectOf(string sub) =>
        Subject.TryCreate(options.Value.Issuer, sub, out var subject, out var problem)
            ? subject
            : throw new InvalidOperationException(problem);
}
