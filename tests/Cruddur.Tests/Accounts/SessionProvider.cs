using System.Collections.Concurrent;
using Cruddur.Server.Accounts;

namespace Cruddur.Tests.Accounts;

/// <summary>A pool of somebody else's accounts, of which only sessions know.</summary>
internal sealed class SessionProvider : IAccounts
{
    public RefreshResult Answer { get; set; } = new RefreshResult.NotNow();

    public int Asked { get; private set; }

    public ProviderTokens? AskedWith { get; private set; }

    public ConcurrentQueue<ProviderTokens> SignedOut { get; } = [];

    /// <summary>When it answers.</summary>
    public Task Turn { get; set; } = Task.CompletedTask;

    public AccountsOffer Offer => throw new NotSupportedException();

    public Task<RefreshResult> RefreshAsync(ProviderTokens tokens, CancellationToken cancellationToken)
    {
        Asked++;
        AskedWith = tokens;
        return Task.FromResult(Answer);
    }

    public async Task SignedOutAsync(ProviderTokens tokens, CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        SignedOut.Enqueue(tokens);
    }

    public Task<RegisterResult> RegisterAsync(NewPerson person, Password password, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<ConfirmResult> ConfirmAsync(string login, string code, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<SendCodeResult> ResendCodeAsync(string login, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<VerifyResult> VerifyAsync(string login, string password, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<SendCodeResult> ForgotPasswordAsync(string login, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<ResetPasswordResult> ResetPasswordAsync(
        string login,
        string code,
        Password newPassword,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    public Task<ChangePasswordResult> ChangePasswordAsync(
        Guid userUuid,
        string currentPassword,
        Password newPassword,
        CancellationToken cancel
    ) => throw new NotSupportedException();

    public Task<AccountDetails?> FindAsync(Guid userUuid, CancellationToken cancel) =>
        throw new NotSupportedException();
}
