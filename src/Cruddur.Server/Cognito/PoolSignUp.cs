using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Accounts;
using Cruddur.Users;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>Signing up at the pool, and here in the same turn.</summary>
internal sealed class PoolSignUp(
    UserPoolClient pool,
    PoolAccounts accounts,
    PoolSignIn signIn,
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
        var username = isByEmail ? person.Email.Value : person.Handle.Folded;
        var answer = await pool.SignUpAsync(
            username,
            password.Value,
            [
                new("email", person.Email.Value),
                new("preferred_username", person.Handle.Value),
                new("name", person.DisplayName.Value),
            ],
            cancellationToken
        );
        switch (answer)
        {
            case UserPoolAnswer.Done { Body: var body }:
                // Not to be given up: who is in the pool and not here comes to another handle.
                var sub = body.RequiredText("UserSub");
                var profile = await accounts.AddAsync(person, username, sub, CancellationToken.None);
                var isConfirmed =
                    body.TryGetProperty("UserConfirmed", out var confirmed)
                    && confirmed.ValueKind == JsonValueKind.True;
                return new RegisterResult.Registered(profile, isConfirmed ? null : person.Email.Masked);
            // It is in the pool, and only the mail did not go out.
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.CodeDeliveryFailure }:
                return new RegisterResult.AwaitsCode();
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UsernameExists }:
                return await AgainAsync(person, username, password, isByEmail, cancellationToken);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.UserLambdaValidation } refused:
                return new RegisterResult.Refused(PoolWords.OfTrigger(refused));
            case UserPoolAnswer.Refused refused when PoolPasswords.ProblemOf(refused) is { } problem:
                return new RegisterResult.PasswordRefused(problem);
            case UserPoolAnswer.Refused { Refusal: UserPoolRefusal.TooManyRequests or UserPoolRefusal.LimitExceeded }:
                return new RegisterResult.Crowded();
            default:
                throw PoolFaults.Misconfigured(logger, "SignUp", answer);
        }
    }

    // Perhaps the same person, whose answer was lost. Who knows the password of an account that is not confirmed is.
    private async Task<RegisterResult> AgainAsync(
        NewPerson person,
        string username,
        Password password,
        bool isByEmail,
        CancellationToken cancellationToken
    )
    {
        var isTheirs = await signIn.AwaitsCodeAsync(username, password.Value, cancellationToken);
        if (isTheirs || isByEmail)
        {
            await ResendAsync(username, cancellationToken);
        }
        if (isTheirs)
        {
            return new RegisterResult.AwaitsCode();
        }
        // That the address is in use is not told: the answer is the same, and the handle as taken afterwards. Nobody can
        // sign in by it.
        return isByEmail && await accounts.AddWithoutSubjectAsync(person, cancellationToken) is { } lookalike
            ? new RegisterResult.Registered(lookalike, person.Email.Masked)
            : new RegisterResult.HandleTaken();
    }

    // Whatever comes of it: they may ask for one.
    private async Task ResendAsync(string username, CancellationToken cancellationToken)
    {
        try
        {
            await pool.ResendCodeAsync(username, cancellationToken);
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, "ResendConfirmationCode", exception.Message);
        }
    }
}
