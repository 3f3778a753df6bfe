using Cruddur.Cognito;

namespace Cruddur.Server.Cognito;

/// <summary>What a pool says of a new password.</summary>
internal static class PoolPasswords
{
    // Cognito names the parameter at fault so, and does not repeat what it was.
    private static readonly string[] Parameters = ["'password'", "'proposedPassword'"];

    /// <returns>For people, in the pool's words; null when the refusal is about something else.</returns>
    public static string? ProblemOf(UserPoolAnswer.Refused refused) =>
        refused.Refusal switch
        {
            UserPoolRefusal.InvalidPassword or UserPoolRefusal.PasswordHistoryPolicyViolation => Sentence(
                refused.Message
            ),
            UserPoolRefusal.InvalidParameter
                when Parameters.Any(name => refused.Message.Contains(name, StringComparison.Ordinal)) =>
                "The password must not begin or end with a space. Choose another.",
            _ => null,
        };

    private static string Sentence(string message)
    {
        var words = PoolWords.Sentence(message);
        return words.Length == 0
            ? "The password breaks the rules of the pool. Choose another."
            : $"{words} Choose another.";
    }
}
