using System.Text.RegularExpressions;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Lambda;

/// <summary>
/// What the function is told by its environment: the table's name, as the server is. Region, credentials and endpoint are
/// found as by every AWS tool; Lambda sets the first two.
/// </summary>
internal static partial class FunctionSettings
{
    public const string TableVariable = "Storage__TableName";

    /// <exception cref="StorageException">A setting cannot be right.</exception>
    public static DynamoDbSettings FromEnvironment()
    {
        var name = Environment.GetEnvironmentVariable(TableVariable);
        if (string.IsNullOrEmpty(name))
        {
            name = TableSchema.DefaultName;
        }
        return NamePattern().IsMatch(name)
            ? new DynamoDbSettings(new TableSchema(name))
            : throw new StorageException(
                StorageFault.Configuration,
                $"The environment variable {TableVariable} is '{name}', which cannot be a table's name: 3 to 255 letters, "
                    + "digits, dots, dashes and underscores."
            );
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{3,255}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
