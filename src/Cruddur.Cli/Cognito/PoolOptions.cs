using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Server.Cognito;
using Cruddur.Storage;

namespace Cruddur.Cli.Cognito;

/// <summary>Which user pool a command is about. Made anew for each command, as a parser keeps state in them.</summary>
/// <param name="isAlone">Whether the command is about nothing else, whose --prod and --yes are meant for both.</param>
internal sealed class PoolOptions(TableUse use, bool isAlone = true)
{
    private const string Local = "http://127.0.0.1:9229";

    private readonly Option<string?> _pool = new("--pool")
    {
        Description =
            "The user pool. Default: the setting Cognito:UserPoolId (as an environment variable: Cognito__UserPoolId).",
        HelpName = "ID",
    };

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description =
            $"Where an emulator is. Default: the setting Cognito:Endpoint, {PoolTarget.EndpointVariable}, else {Local}.",
        HelpName = "URL",
    };

    private readonly Option<bool> _prod = new("--prod")
    {
        Description = "On AWS itself. Says which account, region and pool that is.",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "With --prod, write without asking." };

    public void AddTo(Command command)
    {
        command.Add(_pool);
        command.Add(_endpoint);
        if (isAlone)
        {
            command.Add(_prod);
        }
        if (isAlone && use != TableUse.Read)
        {
            command.Add(_yes);
        }
        _endpoint.Validators.Add(result =>
        {
            if (
                result.GetValueOrDefault<string?>() is { } text
                && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            )
            {
                result.AddError($"--endpoint takes an address such as {Local}.");
            }
        });
        command.Validators.Add(result =>
        {
            if (isAlone && result.GetResult(_endpoint) is not null && result.GetValue(_prod))
            {
                result.AddError("--prod is AWS itself: leave out --endpoint, or leave out --prod.");
            }
        });
    }

    /// <exception cref="StorageException">No pool is named, or the endpoint is AWS and nobody said that this is meant.</exception>
    public PoolTarget TargetOf(ParseResult parsed) => TargetOf(parsed, parsed.GetValue(_prod));

    /// <param name="onAws">What the other's <c>--prod</c> says; an emulator that is named stays one.</param>
    /// <inheritdoc cref="TargetOf(ParseResult)"/>
    public PoolTarget TargetOf(ParseResult parsed, bool onAws)
    {
        var settings = CognitoOptions.ReadPool(CommandSettings.Read());
        settings.UserPoolId = parsed.GetValue(_pool) ?? settings.UserPoolId;
        var endpoint =
            parsed.GetValue(_endpoint) is { } said ? new Uri(said)
            : onAws ? null
            : PoolTarget.FindEmulator(settings) ?? new Uri(Local);
        return PoolTarget.Of(
            settings,
            endpoint,
            onAws,
            asks: isAlone && use != TableUse.Read && !parsed.GetValue(_yes)
        );
    }
}
