namespace Cruddur.Server.Accounts;

/// <summary>Where to lead a browser after signing in: to a page of this site, whatever the link said that began it.</summary>
internal static class ReturnPath
{
    public const string Home = "/";

    private static readonly Uri Here = new("https://here.invalid");

    /// <returns><see cref="Home"/> for whatever could lead to another site, or to an address that is no page.</returns>
    public static string Of(string? wanted)
    {
        // Browsers take a backslash for a slash, and leave out control characters before they look.
        if (
            wanted is null
            || !wanted.StartsWith('/')
            || wanted.Any(character => character == '\\' || char.IsControl(character))
            || !Uri.TryCreate(Here, wanted, out var address)
        )
        {
            return Home;
        }
        // As the browser resolves it: "//host" is another site, and "/.//host" has the path of one.
        var isPage =
            address.Authority == Here.Authority
            && address.Scheme == Here.Scheme
            && !address.AbsolutePath.StartsWith("//", StringComparison.Ordinal)
            && !address.AbsolutePath.StartsWith("/api/", StringComparison.OrdinalIgnoreCase);
        return isPage ? address.PathAndQuery + address.Fragment : Home;
    }
}
