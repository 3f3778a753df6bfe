using Cruddur.Aws;
using Cruddur.Cli.Terminals;
using Cruddur.Cognito;
using Cruddur.Server.Cognito;
using Cruddur.Storage;

namespace Cruddur.Cli.Cognito;

/// <summary>The user pool that a command line means.</summary>
/// <param name="Asks">Whether somebody on AWS is asked before anything is written.</param>
internal sealed record PoolTarget(CognitoOptions Settings, string Region, bool OnAws, bool Asks)
{
    public const string EndpointVariable = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER";

    /// <param name="settings">With the pool's id; where it is asked is set in them.</param>
    /// <param name="endpoint">Where it is; null for AWS.</param>
    /// <param name="onProd">Whether somebody said that it may be on AWS.</param>
    /// <exception cref="StorageException">No pool is named, or it is on AWS and nobody said that this is meant.</exception>
    public static PoolTarget Of(CognitoOptions settings, Uri? endpoint, bool onProd, bool asks)
    {
        if (settings.FindRegion() is not { } region)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"The user pool is '{settings.UserPoolId}'. Name one with --pool or Cognito__UserPoolId, such as eu-west-1_AbCdEfGhI."
            );
        }
        settings.Endpoint = endpoint;
        var isAws = IsAws(settings.FindAddress());
        return onProd || !isAws
            ? new PoolTarget(settings, region, isAws, asks)
            : throw new StorageException(
                StorageFault.Configuration,
                $"The endpoint {settings.FindAddress()} is AWS itself. A command goes there with --prod, which says whose account that is "
                    + "and asks before it writes."
            );
    }

    /// <summary>The emulator that the settings or the environment name; null for none.</summary>
    public static Uri? FindEmulator(CognitoOptions settings) =>
        settings.Endpoint
        ?? (Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } named ? new Uri(named) : null);

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

    private static bool IsAws(Uri address) =>
        address.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
        || address.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase)
        || address.Host.EndsWith(".api.aws", StringComparison.OrdinalIgnoreCase);
}
