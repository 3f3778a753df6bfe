using System.Text.RegularExpressions;
using Cruddur.Cognito;

namespace Cruddur.Server.Cognito;

/// <summary>The pool's words, made fit to be shown to people.</summary>
internal static partial class PoolWords
{
    private const int MostCharacters = 300;

    /// <summary>What a trigger of the pool says, which whoever wrote it meant to be read: "Only people of example.org."</summary>
    public static string OfTrigger(UserPoolAnswer.Refused refused)
    {
        var words = Sentence(TriggersOwn().Replace(refused.Message, ""));
        return words.Length == 0 ? "The pool that keeps the accounts refuses it. Ask whoever runs this server." : words;
    }

    /// <returns>One line that ends with a full stop, and of bounded length; empty when nothing is said.</returns>
    public static string Sentence(string message)
    {
        var line = string.Concat(message.Select(one => char.IsControl(one) ? ' ' : one)).Trim().TrimEnd('.');
        line = line.Length > MostCharacters ? line[..MostCharacters] : line;
        return line.Length == 0 ? "" : $"{line}.";
    }

    // Cognito puts the trigger's name in front: "PreSignUp failed with error Only people of example.org.."
    [GeneratedRegex(@"\A\w+ failed with error ", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TriggersOwn();
}
