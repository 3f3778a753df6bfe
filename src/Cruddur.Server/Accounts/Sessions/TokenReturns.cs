using System.Threading.Channels;

namespace Cruddur.Server.Accounts.Sessions;

/// <summary>
/// Gives the tokens of sessions that ended back to their provider, some at a time: nobody who signs out waits for it. In
/// memory: with the server the tokens are gone, which were in the sessions that are no more.
/// </summary>
internal sealed class TokenReturns(IAccounts accounts, ILogger<TokenReturns> logger) : BackgroundService
{
    private const int MostWaiting = 10_000;
    private const int AtATime = 4;

    private readonly Channel<ProviderTokens> _waiting = Channel.CreateBounded<ProviderTokens>(MostWaiting);

    public void Add(ProviderTokens tokens)
    {
        if (!_waiting.Writer.TryWrite(tokens))
        {
            AccountsLog.TokensNotReturned(logger);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
            ReturnAsync
        );

    private async ValueTask ReturnAsync(ProviderTokens tokens, CancellationToken cancellationToken)
    {
        try
        {
            await accounts.SignedOutAsync(tokens, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A service that throws stops the server.
            AccountsLog.TokensRefused(logger, exception);
        }
    }
}
