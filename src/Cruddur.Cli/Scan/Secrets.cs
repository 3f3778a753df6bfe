namespace Cruddur.Cli.Scan;

/// <summary>
/// Attributes that would let whoever sees them become somebody else. They stay hidden, as what a command prints is
/// pasted into chats and reports. Other personal data is shown: whoever runs the command can read the file anyway, and
/// finding an account by its address is what it is for.
/// </summary>
internal static class Secrets
{
    public const string Hidden = "(hidden)";

    private static readonly string[] Endings =
    [
        "password_hash",
        "code_hash",
        "_stamp",
        "_secret",
        "_token",
        "tokens",
        "recovery_codes",
    ];

    public static bool IsSecret(string attribute) =>
        Endings.Any(ending => attribute.EndsWith(ending, StringComparison.Ordinal));
}
