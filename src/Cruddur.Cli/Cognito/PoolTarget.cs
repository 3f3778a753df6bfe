using Cruddur.Aws;
using Cruddur.Cli.Terminals;
using Cruddur.Cognito;
using Cruddur.Server.Cognito;

namespace Cruddur.Cli.Cognito;

/// <summary>The user pool that a command line means.</summary>
/// <param name="Asks">Whether somebody on AWS is asked before anything is written.</param>
internal sealed record PoolTarget(CognitoOptions Settings, string Region, bool OnAws, bool Asks)
{
    public string UserPoolId => Settings.UserPoolId!;

    public UserPoolAdministration Open(TimeProvider time) =>
        // Tools that run at one time should wait differently.
        UserPoolAdministration.Open(
            Settings.FindAddress(),
            Region,
            UserPoolId,
            time,
            new Random(Environment.ProcessId)
        );

    /// <summary>On AWS says which account, region and pool that is.</summary>
    public async Task AnnounceAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        if (!OnAws)
        {
            return;
        }
        var account = await UserPoolAdministration.FindAccountAsync(
            Region,
            UserPoolId,
            terminal.Time,
            cancellationToken
        ) switch
        {
            AwsAccount.Known known => known.Id,
            AwsAccount.Unknown unknown => $"unknown ({VisibleText.Of(unknown.Reason)})",
            _ => throw new InvalidOperationException("An account is known or unknown."),
        };
        terminal.Error.WriteLine($"AWS account {account}, region {Region}, user pool {VisibleText.Of(UserPoolId)}.");
    }

    /// <summary>Asks, on AWS, before a command writes to the pool.</summary>
    /// <returns>False when somebody declined, which they have been told.</returns>
    public async Task<bool> IsConfirmedAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        await AnnounceAsync(terminal, cancellationToken);
        if (!OnAws || !Asks || terminal.Ask("This writes there. Go on? [y/N] ") is "y" or "Y" or "yes")
        {
            return true;
        }
        terminal.Error.WriteLine("Nothing was done.");
        return false;
    }
}
