using Cruddur.Cognito;

namespace Cruddur.Server.Cognito;

/// <summary>Answers of a pool that no person has brought about, and none can help.</summary>
internal static class PoolFaults
{
    public static UserPoolException Misconfigured(ILogger logger, string operation, UserPoolAnswer answer)
    {
        var refusal = answer is UserPoolAnswer.Refused refused ? refused.Refusal : UserPoolRefusal.Other;
        CognitoLog.Misconfigured(logger, operation, refusal);
        return new UserPoolException($"The pool refused {operation} with {refusal}.");
    }
}
