using Cruddur.Server.Settings;
using Cruddur.Storage;

namespace Cruddur.Server.Storage;

/// <summary>Where the server keeps its data. Section <c>Storage</c>.</summary>
public sealed class StorageOptions : ISettings
{
    public const string Section = "Storage";

    private static readonly TimeSpan LeastPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(5);

    static string ISettings.SectionName => Section;

    /// <summary>
    /// <c>Sqlite</c>: one file in the folder, for one server. <c>DynamoDb</c>: a table in DynamoDB, for any number. Default
    /// <c>Sqlite</c>.
    /// </summary>
    public StorageEngine Engine { get; set; } = StorageEngine.Sqlite;

    /// <summary>
    /// The folder of the embedded engine's file and of the keys that sign cookies and tokens. Made when it is not there.
    /// On a disk of this machine: network file systems are refused. Default: <c>data</c> under the working directory.
    /// </summary>
    public string Folder { get; set; } = "data";

    /// <summary>DynamoDB's table. Default <c>cruddur-messages</c>.</summary>
    public string TableName { get; set; } = TableSchema.DefaultName;

    /// <summary>The table's AWS region. Default: the environment's (<c>AWS_REGION</c>, a profile).</summary>
    public string? Region { get; set; }

    /// <summary>
    /// Where DynamoDB is, when not on AWS: an emulator's address. Default: the environment's
    /// (<c>AWS_ENDPOINT_URL_DYNAMODB</c>, <c>AWS_ENDPOINT_URL</c>), else AWS.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// How long one attempt to get an answer from DynamoDB may take, of three. Default 1 second, so that the four seconds
    /// for sending a message hold more than one.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether this server makes inboxes follow DynamoDB's stream, together with the others of the table. <c>false</c> on
    /// all of them where the Lambda does: both at once cost more and do no more. Default <c>true</c>.
    /// </summary>
    public bool FollowStream { get; set; } = true;

    /// <summary>The embedded engine's file.</summary>
    public string DatabasePath => Path.Combine(Path.GetFullPath(Folder), "cruddur.db");

    /// <summary>The folder of the keys that sign cookies and tokens.</summary>
    public string KeysFolder => Path.Combine(Path.GetFullPath(Folder), "keys");

    /// <summary>The folder of mails that are shown instead of sent.</summary>
    public string MailsFolder => Path.Combine(Path.GetFullPath(Folder), "mails");

    public IEnumerable<string> Problems()
    {
        if (!Enum.IsDefined(Engine))
        {
            yield return $"{Section}:{nameof(Engine)} is {Engine}; give {StorageEngine.Sqlite} or {StorageEngine.DynamoDb}.";
        }
        if (string.IsNullOrWhiteSpace(Folder))
        {
            yield return $"{Section}:{nameof(Folder)} is empty; give a folder.";
        }
        if (string.IsNullOrWhiteSpace(TableName))
        {
            yield return $"{Section}:{nameof(TableName)} is empty; give a table's name, such as {TableSchema.DefaultName}.";
        }
        if (Endpoint is { IsAbsoluteUri: false })
        {
            yield return $"{Section}:{nameof(Endpoint)} is '{Endpoint}'; give an address such as http://127.0.0.1:8000.";
        }
        if (AttemptTimeout < LeastPatience || AttemptTimeout > MostPatience)
        {
            yield return $"{Section}:{nameof(AttemptTimeout)} is {AttemptTimeout}; give {LeastPatience} to {MostPatience}.";
        }
    }
}

/// <summary>What holds the table.</summary>
public enum StorageEngine
{
    Sqlite,
    DynamoDb,
}
