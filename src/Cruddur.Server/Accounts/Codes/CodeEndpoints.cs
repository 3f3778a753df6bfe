using Cruddur.Live;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// What somebody does with a code who cannot sign in yet, or not any more. Asking for one is answered alike whether there
/// is such an account or not.
/// </summary>
internal static class CodeEndpoints
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Confirm(
        [FromBody] ConfirmationRequest request,
        HttpContext context,
        IAccounts accounts,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        var login = fields.Required("login", request.Login);
        var code = fields.Required("code", request.Code);
        if (login is null || code is null)
        {
            return ApiProblem.Of(fields.Problems);
        }
        if (!accounts.Offer.SendsCodes)
        {
            return NoCodes();
        }
        return await accounts.ConfirmAsync(login, code, cancellationToken) switch
        {
            ConfirmResult.Confirmed => TypedResults.NoContent(),
            ConfirmResult.Crowded => AccountEndpoints.Crowded(context),
            _ => CodeRefused(),
        };
    }

    public static Task<Results<Accepted, ProblemHttpResult>> Resend(
        [FromBody] LoginRequest request,
        HttpContext context,
        IAccounts accounts,
        CancellationToken cancellationToken
    ) => SendAsync(request, context, accounts, accounts.ResendCodeAsync, cancellationToken);

    public static Task<Results<Accepted, ProblemHttpResult>> Forgot(
        [FromBody] LoginRequest request,
        HttpContext context,
        IAccounts accounts,
        CancellationToken cancellationToken
    ) => SendAsync(request, context, accounts, accounts.ForgotPasswordAsync, cancellationToken);

    public static async Task<Results<NoContent, ProblemHttpResult>> Reset(
        [FromBody] ResetPasswordRequest request,
        HttpContext context,
        ResetServices services,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        var login = fields.Required("login", request.Login);
        var code = fields.Required("code", request.Code);
        var password = fields.ReadPassword("password", request.Password);
        if (login is null || code is null || password is null)
        {
            return ApiProblem.Of(fields.Problems);
        }
        if (!services.Accounts.Offer.SendsCodes)
        {
            return NoCodes();
        }
        switch (await services.Accounts.ResetPasswordAsync(login, code, password, cancellationToken))
        {
            case ResetPasswordResult.Reset { UserUuids: var userUuids }:
                foreach (var userUuid in userUuids)
                {
                    services.Stamps.Changed(userUuid);
                    services.Live.CloseUser(userUuid);
                    await services.Sessions.TidyAsync(userUuid, except: null);
                    AccountsLog.PasswordReset(services.Logger, userUuid);
                }
                return TypedResults.NoContent();
            case ResetPasswordResult.PasswordRefused { Detail: var detail }:
                return AccountEndpoints.PasswordRefused("password", detail);
            case ResetPasswordResult.Crowded:
                return AccountEndpoints.Crowded(context);
            default:
                return CodeRefused();
        }
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> SendAsync(
        LoginRequest request,
        HttpContext context,
        IAccounts accounts,
        Func<string, CancellationToken, Task<SendCodeResult>> send,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        if (fields.Required("login", request.Login) is not { } login)
        {
            return ApiProblem.Of(fields.Problems);
        }
        if (!accounts.Offer.SendsCodes)
        {
            return NoCodes();
        }
        return await send(login, cancellationToken) is SendCodeResult.Crowded
            ? AccountEndpoints.Crowded(context)
            : TypedResults.Accepted((string?)null);
    }

    private static ProblemHttpResult CodeRefused() =>
        ApiProblem.Of(
            new FieldProblem(
                "code",
                ProblemCode.CodeRefused,
                "The code is another, was used, is too old or was tried too often. Check it, or ask for a new one."
            )
        );

    private static ProblemHttpResult NoCodes() =>
        ApiProblem.Of(ProblemCode.CodesNotSent, "This server sends no mails, and so no codes. Ask whoever runs it.");
}

/// <summary>What setting a new password by a code needs.</summary>
internal sealed record ResetServices(
    IAccounts Accounts,
    SecurityStamps Stamps,
    UserSessions Sessions,
    LiveHub Live,
    ILogger<IAccounts> Logger
);
