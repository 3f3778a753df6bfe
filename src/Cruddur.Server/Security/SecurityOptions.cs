using Cruddur.Server.Settings;

namespace Cruddur.Server.Security;

/// <summary>Who may call from a browser. Configuration section <c>Security</c>.</summary>
public sealed class SecurityOptions : ISettings
{
    public const string Section = "Security";

    static string ISettings.SectionName => Section;

    /// <summary>
    /// Origins of other sites, such as <c>https://app.example.com</c>, whose pages may call the API with a bearer token.
    /// Cookies are never taken from them. Default none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    public IEnumerable<string> Problems() =>
        AllowedOrigins
            .Where(origin => !IsOrigin(origin))
            .Select(origin =>
                $"{Section}:{nameof(AllowedOrigins)} has '{origin}'; give a scheme, a host and perhaps a port, such as "
                + "https://app.example.com, and nothing behind it."
            );

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
