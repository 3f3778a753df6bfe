using System.Threading.Channels;
using Cruddur.Cognito;

namespace Cruddur.Server.Cognito;

/// <summary>
/// Asks the pool for codes once more, some at a time. No answer waits for it: the time would tell whom the pool has. In memory,
/// and whatever comes of it: who waits for a code may ask for one.
/// </summary>
internal sealed class PoolResends(UserPoolClient pool, ILogger<PoolResends> logger) : BackgroundService
{
    private const string Operation = "ResendConfirmationCode";
    private const int MostWaiting = 1_000;
    private const int AtATime = 4;

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(MostWaiting);

    public void Add(string username)
    {
        if (!_waiting.Writer.TryWrite(username))
        {
            CognitoLog.NotAnswered(logger, Operation, "Too many wait.");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
            ResendAsync
        );

    private async ValueTask ResendAsync(string username, CancellationToken cancellationToken)
    {
        try
        {
            await pool.ResendCodeAsync(username, cancellationToken);
        }
        catch (UserPoolException exception)
        {
            CognitoLog.NotAnswered(logger, Operation, exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A service that throws stops the server. Without the message, which could name the address.
            CognitoLog.NotAnswered(logger, Operation, exception.GetType().Name);
        }
    }
}
