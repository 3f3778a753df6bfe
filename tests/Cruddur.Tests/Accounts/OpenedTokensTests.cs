using Cruddur.Server.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Cruddur.Tests.Accounts;

public sealed class OpenedTokensTests
{
    private readonly Format _format = new();
    private readonly OpenedTokens _tokens;

    public OpenedTokensTests() => _tokens = new OpenedTokens(_format);

    [Fact]
    public void A_token_is_decrypted_once()
    {
        var first = _tokens.Unprotect("alice");
        var second = _tokens.Unprotect("alice");

        Assert.NotNull(first);
        Assert.Same(first, second);
        Assert.Equal(1, _format.Opened);
    }

    [Fact]
    public void Tokens_are_not_taken_for_each_other() =>
        Assert.NotSame(_tokens.Unprotect("alice"), _tokens.Unprotect("bob"));

    [Fact]
    public void Nonsense_pushes_no_token_out()
    {
        _tokens.Unprotect("alice");
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Null(_tokens.Unprotect($"nonsense {i}"));
        }
        var opened = _format.Opened;

        _tokens.Unprotect("alice");

        Assert.Equal(opened, _format.Opened);
    }

    /// <summary>Stands for the framework's, which decrypts.</summary>
    private sealed class Format : ISecureDataFormat<AuthenticationTicket>
    {
        public int Opened { get; private set; }

        public string Protect(AuthenticationTicket data) => Protect(data, purpose: null);

        public string Protect(AuthenticationTicket data, string? purpose) => throw new NotSupportedException();

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Opened++;
            return protectedText!.StartsWith("nonsense", StringComparison.Ordinal)
                ? null
                : new AuthenticationTicket(
                    new CallerIdentity(Guid.Empty, new CallerSession(Guid.Empty, protectedText)).ToPrincipal("b"),
                    "b"
                );
        }
    }
}
