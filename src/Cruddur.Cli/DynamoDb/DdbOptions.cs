using System.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Storage;

namespace Cruddur.Cli.DynamoDb;

/// <summary>Which DynamoDB a command is about. Made anew for each command, as a parser keeps state in them.</summary>
/// <param name="yes">What <c>--yes</c> does, of a command that writes.</param>
internal sealed class DdbOptions(TableUse use, string yes = "With --prod, write without asking.")
{
    private const string Local = "http://127.0.0.1:8000";

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description =
            $"Where DynamoDB is. Default: AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL, else {Local}, where 'ddb local' runs.",
        HelpName = "URL",
    };

    private readonly Option<bool> _prod = new("--prod")
    {
        Description =
            "On AWS itself, whatever endpoint the environment names. Says which account, region and table that is.",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = yes };

    public static Option<string> Table() =>
        new("--table")
        {
            Description = "The table's name.",
            HelpName = "NAME",
            DefaultValueFactory = _ => TableSchema.DefaultName,
        };

    public void AddTo(Command command)
    {
        command.Add(_endpoint);
        command.Add(_prod);
        if (use != TableUse.Read)
        {
            command.Add(_yes);
        }
        _endpoint.Validators.Add(result =>
        {
            if (!IsAddress(result.GetValueOrDefault<string?>()))
            {
                result.AddError($"--endpoint takes an address such as {Local}.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(_endpoint) is not null && result.GetValue(_prod))
            {
                result.AddError("--prod is AWS itself: leave out --endpoint, or leave out --prod.");
            }
        });
    }

    public DdbTarget TargetOf(ParseResult parsed)
    {
        var asks = use != TableUse.Read && !IsYes(parsed);
        var said = parsed.GetValue(_endpoint);
        return parsed.GetValue(_prod) ? new DdbTarget(null, OnAws: true, asks)
            : said is not null ? new DdbTarget(new Uri(said), OnAws: false, asks)
            : new DdbTarget(IsInEnvironment() ? null : new Uri(Local), OnAws: false, asks);
    }

    public bool IsYes(ParseResult parsed) => parsed.GetValue(_yes);

    public bool IsProd(ParseResult parsed) => parsed.GetValue(_prod);

    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");

    private static bool IsInEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 };
}
