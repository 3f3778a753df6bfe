using Cruddur.Cognito;

namespace Cruddur.Server.Cognito;

/// <summary>Event ids 2300 to 2399. Ids only: no handle, address, token, code or password.</summary>
internal static partial class CognitoLog
{
    [LoggerMessage(
        2300,
        LogLevel.Error,
        "The pool refused {Operation} with {Refusal}, which nobody who signs in can help: look at the settings of the pool, its "
            + "app client and its triggers, and at the section Cognito."
    )]
    public static partial void Misconfigured(ILogger logger, string operation, UserPoolRefusal refusal);

    [LoggerMessage(
        2301,
        LogLevel.Warning,
        "Somebody cannot sign in on this server's page: the pool asks for {Challenge}, which only its hosted page can answer "
            + "(Cognito:Domain)."
    )]
    public static partial void Challenged(ILogger logger, string challenge);

    [LoggerMessage(2302, LogLevel.Warning, "The pool could not be asked for {Operation}. {Reason}")]
    public static partial void NotAnswered(ILogger logger, string operation, string reason);

    [LoggerMessage(
        2303,
        LogLevel.Error,
        "The pool gave an access token that does not pass as one of its own: {Fault}. Look at the section Cognito."
    )]
    public static partial void TokenRefused(ILogger logger, string fault);

    [LoggerMessage(2304, LogLevel.Information, "The pool has ended a session.")]
    public static partial void SessionEnded(ILogger logger);

    [LoggerMessage(2305, LogLevel.Warning, "Signing in on the hosted page failed: {Reason}")]
    public static partial void HostedSignInFailed(ILogger logger, string reason);

    [LoggerMessage(2306, LogLevel.Error, "Signing in on the hosted page met a bug, or a storage that does not answer.")]
    public static partial void HostedSignInBroke(ILogger logger, Exception exception);

    [LoggerMessage(
        2307,
        LogLevel.Warning,
        "A password was set anew by a code. Whether somebody else signs in by that login as well is not known: {Reason}"
    )]
    public static partial void ResetNotCompared(ILogger logger, string reason);

    [LoggerMessage(
        2308,
        LogLevel.Warning,
        "The pool has refused to refresh a session for a day, with {Refusal}; it is over."
    )]
    public static partial void SessionGivenUp(ILogger logger, UserPoolRefusal refusal);

    [LoggerMessage(
        2309,
        LogLevel.Error,
        "The user {UserUuid} has another password in the pool, or may have, and that this ends every session could not be written."
    )]
    public static partial void StampNotRenewed(ILogger logger, Guid userUuid, Exception exception);

    [LoggerMessage(
        2310,
        LogLevel.Warning,
        "The pool has taken a code of the user {UserUuid}, and what follows from it could not be written until they sign in."
    )]
    public static partial void ConfirmedNotKept(ILogger logger, Guid userUuid, Exception exception);
}
