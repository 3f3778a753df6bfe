using Cruddur.Live;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Problems;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Accounts;

/// <summary>What callers read and change of themselves.</summary>
internal static class MeEndpoints
{
    public static async Task<Results<Ok<MeAnswer>, ProblemHttpResult>> GetMe(
        HttpContext context,
        MeReader me,
        CancellationToken cancellationToken
    ) => Answer(await me.FindAsync(context.User.UserUuid(), cancellationToken));

    public static async Task<Results<Ok<MeAnswer>, ProblemHttpResult>> ChangeMe(
        [FromBody] ChangeMeRequest request,
        HttpContext context,
        IUserDirectory directory,
        MeReader me,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        if (fields.ReadDisplayName("display_name", request.DisplayName) is not { } name)
        {
            return ApiProblem.Of(fields.Problems);
        }
        var profile = await directory.RenameAsync(context.User.UserUuid(), name, cancellationToken);
        return Answer(profile is null ? null : await me.FindAsync(profile, cancellationToken));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        [FromBody] ChangePasswordRequest request,
        HttpContext context,
        IAccounts accounts,
        SecurityStamps stamps,
        UserSessions sessions,
        LiveHub live,
        ILogger<IAccounts> logger,
        CancellationToken cancellationToken
    )
    {
        var fields = new AccountFields();
        var current = fields.Required("current_password", request.CurrentPassword);
        var password = fields.ReadPassword("new_password", request.NewPassword);
        if (current is null || password is null)
        {
            return ApiProblem.Of(fields.Problems);
        }
        var before = context.User.Caller();
        var userUuid = before.UserUuid;
        ChangePasswordResult result;
        try
        {
            result = await accounts.ChangePasswordAsync(userUuid, current, password, cancellationToken);
        }
        catch
        {
            // It may be another by now, and the stamp with it.
            stamps.Changed(userUuid);
            throw;
        }
        if (result is ChangePasswordResult.Crowded)
        {
            return AccountEndpoints.Crowded(context);
        }
        if (result is ChangePasswordResult.MoreAsked)
        {
            return AccountEndpoints.MoreAsked(
                "The accounts here ask you for more than a password, and so the password is changed where they are kept."
            );
        }
        if (result is ChangePasswordResult.PasswordRefused { Detail: var detail })
        {
            return AccountEndpoints.PasswordRefused("new_password", detail);
        }
        if (result is not ChangePasswordResult.Changed { SecurityStamp: var stamp })
        {
            return ApiProblem.Of(
                new FieldProblem(
                    "current_password",
                    ProblemCode.PasswordWrong,
                    "The current password is another. After several wrong ones, wait some minutes and try again."
                )
            );
        }
        stamps.Changed(userUuid);
        // The caller's own too: it comes back with its new cookie.
        live.CloseUser(userUuid);
        var goesOn = context.User.IsByCookie() ? before.Session : null;
        if (goesOn is not null)
        {
            var after = before with { Session = goesOn with { SecurityStamp = stamp } };
            await AccountEndpoints.SetCookieAsync(context, after);
        }
        await sessions.TidyAsync(userUuid, goesOn?.Uuid);
        AccountsLog.PasswordChanged(logger, userUuid);
        return TypedResults.NoContent();
    }

    // The account ended while the request was on its way.
    private static Results<Ok<MeAnswer>, ProblemHttpResult> Answer(MeAnswer? answer) =>
        answer is null
            ? ApiProblem.Of(ProblemCode.Unauthenticated, "The account is gone. Sign up again.")
            : TypedResults.Ok(answer);
}
