using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>Tokens of a provider as the table keeps them: sealed with the server's keys, which are not in it.</summary>
internal sealed class TokenSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Cruddur.Sessions.Tokens");

    public string? Seal(ProviderTokens? tokens) =>
        tokens is null ? null : _protector.Protect(JsonSerializer.Serialize(tokens));

    /// <returns>Null when there are none, or their key is gone.</returns>
    public ProviderTokens? Open(string? @sealed)
    {
        if (@sealed is null)
        {
            return null;
        }
        try
        {
            return JsonSerializer.Deserialize<ProviderTokens>(_protector.Unprotect(@sealed));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
