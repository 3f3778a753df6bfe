using System.CommandLine;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Cli.DynamoDb;

/// <summary>Which DynamoDB a command is about. Made anew for each command, as a parser keeps state in them.</summary>
internal sealed class DdbOptions
{
    private const string Local = "http://127.0.0.1:8000";

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description =
            $"Where DynamoDB is. Default: AWS_ENDPOINT_URL_DYNAMODB or AWS_ENDPOINT_URL, else {Local}, where 'ddb local' runs.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Add(_endpoint);
        _endpoint.Validators.Add(result =>
        {
            if (Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out _) is false)
            {
                result.AddError($"--endpoint takes an address such as {Local}.");
            }
        });
    }

    public DynamoDbConnection Connect(ParseResult parsed, string table = TableSchema.DefaultName)
    {
        var said = parsed.GetValue(_endpoint);
        return DynamoDbConnection.To(
            new DynamoDbSettings(
                new TableSchema(table),
                Endpoint: said is not null ? new Uri(said)
                    : IsInEnvironment() ? null
                    : new Uri(Local)
            )
        );
    }

    private static bool IsInEnvironment() =>
        Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 };
}
