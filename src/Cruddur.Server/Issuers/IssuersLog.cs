namespace Cruddur.Server.Issuers;

/// <summary>Event ids 2200 to 2299. No token, and nothing of a person.</summary>
internal static partial class IssuersLog
{
    [LoggerMessage(2200, LogLevel.Information, "The issuer {Issuer} publishes {Count} keys that can be used.")]
    public static partial void KeysFetched(ILogger logger, string issuer, int count);

    [LoggerMessage(
        2201,
        LogLevel.Warning,
        "The keys of the issuer {Issuer} could not be fetched (earlier ones are kept: {AreKept}). It is tried again. {Reason}"
    )]
    public static partial void KeysNotFetched(ILogger logger, string issuer, bool areKept, string reason);

    [LoggerMessage(2202, LogLevel.Debug, "A token was refused: {Fault}.")]
    public static partial void TokenRefused(ILogger logger, TokenFault fault);
}
