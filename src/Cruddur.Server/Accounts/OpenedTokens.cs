using Cruddur.Runtime;
using Microsoft.AspNetCore.Authentication;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Tokens opened a while ago. To check and decrypt one costs as much as half of a short answer, and a program sends the same
/// with every call. Only that: whether it ran out, and whether its account still has its stamp, is asked each time.
/// </summary>
internal sealed class OpenedTokens(ISecureDataFormat<AuthenticationTicket> format)
    : ISecureDataFormat<AuthenticationTicket>
{
    // At some 4 KB each.
    private const int Kept = 4096;

    private readonly BoundedCache<string, AuthenticationTicket> _tickets = new(Kept);

    public string Protect(AuthenticationTicket data) => format.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => format.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText)
    {
        if (protectedText is null)
        {
            return null;
        }
        if (_tickets.TryGet(protectedText, out var kept))
        {
            return kept;
        }
        // Only good ones are kept: whoever sends nonsense must not push out others.
        return format.Unprotect(protectedText) is { } opened ? _tickets.GetOrAdd(protectedText, _ => opened) : null;
    }

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) =>
        format.Unprotect(protectedText, purpose);
}
