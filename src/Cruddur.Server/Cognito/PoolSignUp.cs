using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>Signing up at the pool, and here in the same turn.</summary>
internal sealed class PoolSignUp(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignIn signIn,
    AwaitingSignUps awaiting,
    PoolResends resends,
    IUserDirectory directory,
    IOptions<CognitoOptions> options,
    ILogger<PoolSignUp> logger
)
{
    public async Task<RegisterResult> RegisterAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    )
    {
        var isByEmail = options.Value.Username == CognitoUsername.Email;
        if (isByEmail && person.Email.Value.Length > PoolAccounts.MostCharacters)
        {
            return new RegisterResult.EmailRefused(
                $"The e-mail address is too long to sign in with; at most {PoolAccounts.MostCharacters} characters are allowed."
            );
        }
        if (await directory.FindByHandleAsync(person.Handle, cancellationToken) is not null)
        {
            return new RegisterResult.HandleTaken();
        }
        return isByEmail
            ? await RegisterByAddressAsync(person, password, cancellationToken)
            : await RegisterByHandleAsync(person, password, cancellationToken);
    }

    private async Task<RegisterResult> RegisterByHandleAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    )
    {
        var username = person.Handle.Folded;
        switch (await AskAsync(username, person, password, cancellationToken))
        {
            case UserPoolAnswer.Done { Body: var body }:
                return await AddAsync(person, username, body);
            // It is in the pool, and only the mail did not go out.
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.CodeDeliveryFailure }:
                return new RegisterResult.AwaitsCode();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists }:
                // Perhaps the same person, whose answer was lost. Who knows the password of an account that is not confirmed is.
                if (!await signIn.AwaitsCodeAsync(username, password.Value, cancellationToken))
                {
                    return new RegisterResult.HandleTaken();
                }
                resends.Add(username);
                return new RegisterResult.AwaitsCode();
            case var refused:
                return RefusalOf(refused);
        }
    }

    // That the pool has the address is not told: whoever signs up, and whatever they try then, the answers are the same and so
    // is the work for them (docs/decisions/0018-a-cognito-pool-behind-our-own-pages.md).
    private async Task<RegisterResult> RegisterByAddressAsync(
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    )
    {
        var address = person.Email.Value;
        var before = await awaiting.CheckAsync(address, handleOf: null, password.Value, cancellationToken);
        var hash = await awaiting.HashAsync(password, cancellationToken);
        if (before == SignUpCheck.Crowded || hash is null)
        {
            return new RegisterResult.Crowded();
        }
        // From here on nobody can give up: who hangs up at the right moment would find nothing kept, or something kept of what the
        // pool was never asked, and so learn from the next answer.
        switch (await KeepingAsync(AskAsync(address, person, password, CancellationToken.None)))
        {
            case UserPoolAnswer.Done { Body: var body }:
                var registered = await KeepingAsync(AddAsync(person, address, body));
                if (registered.CodeSentTo is not null)
                {
                    await awaiting.KeepAsync(address, registered.Profile.Uuid, hash);
                }
                return registered;
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.CodeDeliveryFailure }:
                await awaiting.KeepAsync(address, Guid.Empty, hash);
                return new RegisterResult.AwaitsCode();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists }:
                resends.Add(address);
                if (before == SignUpCheck.Same)
                {
                    return new RegisterResult.AwaitsCode();
                }
                var lookalike = await KeepingAsync(accounts.AddLookalikeAsync(person, CancellationToken.None));
                await awaiting.KeepAsync(address, lookalike.Uuid, hash);
                return new RegisterResult.Registered(lookalike, person.Email.Masked);
            case var refused:
                return RefusalOf(refused);
        }

        async Task<T> KeepingAsync<T>(Task<T> step)
        {
            try
            {
                return await step;
            }
            catch (Exception exception) when (exception is UserPoolException or StorageException)
            {
                // Perhaps it is in the pool by now. Whoever sends it again is known by the password.
                await awaiting.KeepAsync(address, Guid.Empty, hash);
                throw;
            }
        }
    }

    private Task<UserPoolAnswer> AskAsync(
        string username,
        NewPerson person,
        Password password,
        CancellationToken cancellationToken
    ) =>
        pool.SignUpAsync(
            username,
            password.Value,
            [
                new("email", person.Email.Value),
                new("preferred_username", person.Handle.Value),
                new("name", person.DisplayName.Value),
            ],
            cancellationToken
        );

    // Not to be given up: who is in the pool and not here comes to another handle.
    private async Task<RegisterResult.Registered> AddAsync(NewPerson person, string username, JsonElement answer)
    {
        var sub = answer.RequiredText("UserSub");
        var profile = await accounts.AddAsync(person, username, sub, CancellationToken.None);
        var isConfirmed =
            answer.TryGetProperty("UserConfirmed", out var confirmed) && confirmed.ValueKind == JsonValueKind.True;
        return new RegisterResult.Registered(profile, isConfirmed ? null : person.Email.Masked);
    }

    private RegisterResult RefusalOf(UserPoolAnswer answer) =>
        answer switch
        {
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UserLambdaValidation } refused =>
                new RegisterResult.Refused(PoolWords.OfTrigger(refused)),
            UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem =>
                new RegisterResult.PasswordRefused(problem),
            UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests or UserPoolRefusal.LimitExceeded } =>
                new RegisterResult.Crowded(),
            _ => throw PoolFaults.Misconfigured(logger, "SignUp", answer),
        };
}
