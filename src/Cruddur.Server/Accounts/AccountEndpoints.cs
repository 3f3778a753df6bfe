using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Accounts;

/// <summary>Signing up, in and out.</summary>
internal static class AccountEndpoints
{
    private const string CrowdedRetryAfterSeconds = "3";

    public static async Task<Results<Created<AccountAnswer>, ProblemHttpResult>> CreateAccount(
        [FromBody] CreateAccountRequest request,
        HttpContext context,
        IAccounts accounts,
        ILogger<IAccounts> logger,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        var handle = fields.ReadHandle("handle", request.Handle);
        var name = fields.ReadDisplayName("display_name", request.DisplayName);
        var email = fields.ReadEmail("email", request.Email);
        var password = fields.ReadPassword("password", request.Password);
        if (handle is null || name is null || email is null || password is null)
        {
            return ApiProblem.Of(fields.Problems);
        }
        switch (await accounts.RegisterAsync(new NewPerson(handle, name, email), password, cancellationToken))
        {
            case RegisterResult.Registered(var profile, var codeSentTo):
                AccountsLog.SignedUp(logger, profile.Uuid);
                return TypedResults.Created(
                    $"/api/users/@{profile.Handle}/short",
                    AccountAnswer.Of(profile, codeSentTo)
                );
            case RegisterResult.PasswordRefused { Detail: var detail }:
                return PasswordRefused("password", detail);
            case RegisterResult.EmailRefused { Detail: var detail }:
                return ApiProblem.Of(new FieldProblem("email", ProblemCode.EmailInvalid, detail));
            case RegisterResult.Refused { Detail: var detail }:
                return ApiProblem.Of(ProblemCode.SignUpRefused, detail);
            case RegisterResult.AwaitsCode:
                return ApiProblem.Of(
                    ProblemCode.AccountNotConfirmed,
                    "You have signed up, and the account awaits its code. Sign in, and type the newest one that came by mail; if none "
                        + "came, ask there for another."
                );
            case RegisterResult.Crowded:
                return Crowded(context);
            default:
                return ApiProblem.Of(
                    new FieldProblem(
                        "handle",
                        ProblemCode.HandleTaken,
                        "Somebody has this handle already. Choose another."
                    )
                );
        }
    }

    public static async Task<Results<Ok<MeAnswer>, ProblemHttpResult>> SignIn(
        [FromBody] CredentialsRequest request,
        HttpContext context,
        IAccounts accounts,
        UserSessions sessions,
        MeReader me,
        ILogger<IAccounts> logger,
        CancellationToken cancellationToken
    )
    {
        var (verified, refusal) = await VerifyAsync(request, context, accounts, cancellationToken);
        if (verified is null)
        {
            return refusal!;
        }
        MeAnswer? answer = null;
        try
        {
            answer = await me.FindAsync(verified.UserUuid, cancellationToken);
        }
        finally
        {
            if (answer is null)
            {
                sessions.NotBegun(verified);
            }
        }
        if (answer is null)
        {
            return InvalidCredentials();
        }
        await BeginInBrowserAsync(context, sessions, verified, cancellationToken);
        AccountsLog.SignedIn(logger, verified.UserUuid, CallerSchemes.Cookie);
        return TypedResults.Ok(answer);
    }

    public static async Task<NoContent> SignOut(
        HttpContext context,
        UserSessions sessions,
        ILogger<IAccounts> logger,
        CancellationToken cancellationToken
    )
    {
        var caller = context.User.Caller();
        if (caller.Session is { } session)
        {
            await sessions.EndAsync(caller.UserUuid, session.Uuid, cancellationToken);
        }
        await context.SignOutAsync(CallerSchemes.Cookie);
        AccountsLog.SignedOut(logger, caller.UserUuid);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<AccessTokenAnswer>, ProblemHttpResult>> CreateToken(
        [FromBody] CredentialsRequest request,
        HttpContext context,
        IAccounts accounts,
        UserSessions sessions,
        AccessTokens tokens,
        ILogger<IAccounts> logger,
        CancellationToken cancellationToken
    )
    {
        var (verified, refusal) = await VerifyAsync(request, context, accounts, cancellationToken);
        if (verified is null)
        {
            return refusal!;
        }
        var origin = SessionOrigin.Of(context);
        var caller = await sessions.BeginAsync(verified, SessionKind.Token, origin, cancellationToken);
        AccountsLog.SignedIn(logger, caller.UserUuid, CallerSchemes.Bearer);
        return TypedResults.Ok(tokens.Make(caller));
    }

    /// <summary>Begins a session in the browser that asks. The one that it had, whosever that was, ends.</summary>
    public static async Task BeginInBrowserAsync(
        HttpContext context,
        UserSessions sessions,
        VerifyResult.Verified verified,
        CancellationToken cancellationToken
    )
    {
        // Not context.User: on the way back from a provider's page that is nobody yet.
        var cookie = await context.AuthenticateAsync(CallerSchemes.Cookie);
        var before = cookie.Succeeded ? CallerIdentity.Of(cookie.Principal) : null;
        var origin = SessionOrigin.Of(context);
        await SetCookieAsync(
            context,
            await sessions.BeginAsync(verified, SessionKind.Browser, origin, cancellationToken)
        );
        if (before?.Session is { } session)
        {
            await sessions.EndAsync(before.UserUuid, session.Uuid, cancellationToken);
        }
    }

    /// <summary>Sets the cookie, in place of one that is there.</summary>
    public static Task SetCookieAsync(HttpContext context, CallerIdentity caller) =>
        context.SignInAsync(
            CallerSchemes.Cookie,
            caller.ToPrincipal(CallerSchemes.Cookie),
            new AuthenticationProperties { IsPersistent = true }
        );

    private static async Task<(VerifyResult.Verified? Verified, ProblemHttpResult? Refusal)> VerifyAsync(
        CredentialsRequest request,
        HttpContext context,
        IAccounts accounts,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        var login = fields.Required("login", request.Login);
        var password = fields.Required("password", request.Password);
        if (login is null || password is null)
        {
            return (null, ApiProblem.Of(fields.Problems));
        }
        return await accounts.VerifyAsync(login, password, cancellationToken) switch
        {
            VerifyResult.Verified verified => (verified, null),
            VerifyResult.NotConfirmed => (null, NotConfirmed()),
            VerifyResult.MoreAsked => (
                null,
                MoreAsked(
                    accounts.Offer.HostedPage is null
                        ? "This account needs more than a password, which this page cannot ask for. Ask whoever runs this server."
                        : "This account needs more than a password. Sign in on the page of the accounts."
                )
            ),
            VerifyResult.Crowded => (null, Crowded(context)),
            _ => (null, InvalidCredentials()),
        };
    }

    /// <param name="detail">Of whoever keeps the accounts.</param>
    public static ProblemHttpResult PasswordRefused(string field, string detail) =>
        ApiProblem.Of(new FieldProblem(field, ProblemCode.PasswordRefused, detail));

    public static ProblemHttpResult MoreAsked(string detail) => ApiProblem.Of(ProblemCode.MoreThanPassword, detail);

    /// <summary>The same for everybody, whoever they say they are.</summary>
    public static ProblemHttpResult Crowded(HttpContext context)
    {
        context.Response.Headers.RetryAfter = CrowdedRetryAfterSeconds;
        return ApiProblem.Of(
            ProblemCode.Busy,
            "Too many people sign in or up at this moment. Nothing was done; send the same request again."
        );
    }

    private static ProblemHttpResult NotConfirmed() =>
        ApiProblem.Of(
            ProblemCode.AccountNotConfirmed,
            "Confirm the account first, with the code that was sent to its e-mail address."
        );

    private static ProblemHttpResult InvalidCredentials() =>
        ApiProblem.Of(
            ProblemCode.InvalidCredentials,
            "Check the login and the password. After several wrong passwords, wait some minutes and try again."
        );
}
