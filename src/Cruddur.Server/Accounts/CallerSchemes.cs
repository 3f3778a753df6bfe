namespace Cruddur.Server.Accounts;

/// <summary>The ways of signing in, as authentication schemes.</summary>
internal static class CallerSchemes
{
    /// <summary>The default: one of the others, by what the request carries.</summary>
    public const string Caller = "caller";

    public const string Cookie = "cookie";
    public const string Bearer = "bearer";

    /// <summary>A token of an issuer of the settings. Not a scheme of the framework: nothing signs in with it.</summary>
    public const string Issued = "issued";

    private const string BearerPrefix = "Bearer ";

    /// <summary>A request with a bearer token is judged by it alone, whatever cookies it carries.</summary>
    public static bool CarriesBearer(HttpRequest request) => IsBearer(request.Headers.Authorization.ToString());

    /// <summary>The name of the scheme counts in any case (RFC 9110); the framework's handler knows one only.</summary>
    public static string? BearerTokenOf(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return IsBearer(authorization) ? authorization[BearerPrefix.Length..].Trim() : null;
    }

    private static bool IsBearer(string authorization) =>
        authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase);
}
