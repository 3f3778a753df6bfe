namespace Cruddur.Server.Accounts;

/// <summary>Event ids 2000 to 2099. Ids only: no handle, address, token or password.</summary>
internal static partial class AccountsLog
{
    [LoggerMessage(2000, LogLevel.Information, "The user {UserUuid} signed up.")]
    public static partial void SignedUp(ILogger logger, Guid userUuid);

    [LoggerMessage(2001, LogLevel.Information, "The user {UserUuid} signed in with a {Kind}.")]
    public static partial void SignedIn(ILogger logger, Guid userUuid, string kind);

    [LoggerMessage(2002, LogLevel.Information, "The user {UserUuid} signed out.")]
    public static partial void SignedOut(ILogger logger, Guid userUuid);

    [LoggerMessage(
        2003,
        LogLevel.Warning,
        "The account of the user {UserUuid} is locked after too many wrong passwords."
    )]
    public static partial void Locked(ILogger logger, Guid userUuid);

    [LoggerMessage(2004, LogLevel.Information, "The user {UserUuid} changed the password; every other session ends.")]
    public static partial void PasswordChanged(ILogger logger, Guid userUuid);

    [LoggerMessage(
        2005,
        LogLevel.Information,
        "A session or token of the user {UserUuid} is over; its stamp is an older one."
    )]
    public static partial void StampRefused(ILogger logger, Guid userUuid);

    [LoggerMessage(2010, LogLevel.Information, "The session {SessionUuid} of the user {UserUuid} is over.")]
    public static partial void SessionRefused(ILogger logger, Guid sessionUuid, Guid userUuid);

    [LoggerMessage(2011, LogLevel.Information, "The session {SessionUuid} was ended by its user {UserUuid}.")]
    public static partial void SessionEnded(ILogger logger, Guid sessionUuid, Guid userUuid);

    [LoggerMessage(2012, LogLevel.Information, "The user {UserUuid} ended all sessions but the one that asked.")]
    public static partial void OtherSessionsEnded(ILogger logger, Guid userUuid);

    [LoggerMessage(
        2016,
        LogLevel.Error,
        "The user {UserUuid} has a new password, which ends every session of before; they could not all be removed."
    )]
    public static partial void SessionsLeft(ILogger logger, Guid userUuid, Exception exception);

    [LoggerMessage(2020, LogLevel.Information, "The user {UserUuid} is sent a mail: {Kind}.")]
    public static partial void MailSent(ILogger logger, Guid userUuid, string kind);

    [LoggerMessage(2021, LogLevel.Warning, "The user {UserUuid} is sent no mail: the address has had its share.")]
    public static partial void TooManyMails(ILogger logger, Guid userUuid);

    [LoggerMessage(2022, LogLevel.Error, "A mail that somebody waits for was not sent; they may ask again.")]
    public static partial void MailFailed(ILogger logger, Exception exception);

    [LoggerMessage(2024, LogLevel.Error, "A mail was not sent, by a fault of this server: {Kind}.\n{StackTrace}")]
    public static partial void MailBroke(ILogger logger, string kind, string? stackTrace);

    [LoggerMessage(2023, LogLevel.Information, "The user {UserUuid} set a new password by a code; every session ends.")]
    public static partial void PasswordReset(ILogger logger, Guid userUuid);

    [LoggerMessage(2014, LogLevel.Warning, "Tokens of a session that ended were not given back: too many wait.")]
    public static partial void TokensNotReturned(ILogger logger);

    [LoggerMessage(2015, LogLevel.Warning, "Tokens of a session that ended could not be given back.")]
    public static partial void TokensRefused(ILogger logger, Exception exception);

    [LoggerMessage(2025, LogLevel.Error, "A mail to the user {UserUuid} is lost, as too many wait: {Kind}.")]
    public static partial void MailLost(ILogger logger, Guid userUuid, string kind);

    [LoggerMessage(2013, LogLevel.Warning, "That the session {SessionUuid} is in use could not be written.")]
    public static partial void SessionNotSeen(ILogger logger, Guid sessionUuid, Exception exception);
}
