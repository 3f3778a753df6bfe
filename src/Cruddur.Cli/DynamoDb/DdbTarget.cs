using Cruddur.Aws;
using Cruddur.Cli.Terminals;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Cli.DynamoDb;

/// <summary>The DynamoDB that a command line means.</summary>
/// <param name="Endpoint">Null: that of the environment; on AWS none.</param>
/// <param name="Asks">Whether somebody on AWS is asked first.</param>
internal sealed record DdbTarget(Uri? Endpoint, bool OnAws, bool Asks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="StorageException">The endpoint is AWS, and nobody said that this is meant.</exception>
    public DynamoDbSettings SettingsFor(TableSchema schema)
    {
        var settings = new DynamoDbSettings(schema, Endpoint: Endpoint) { OnAws = OnAws, AttemptTimeout = Patience };
        if (!OnAws && settings.IsAws)
        {
            throw new StorageException(
                StorageFault.Configuration,
                $"The endpoint {settings.FindEndpoint()} is AWS itself. A command goes there with --prod, which says whose account "
                    + "that is and asks before it writes; without it, and for bin/run, name an emulator with AWS_ENDPOINT_URL or "
                    + "--endpoint."
            );
        }
        return settings;
    }

    public DynamoDbConnection Connect(string table = TableSchema.DefaultName) =>
        DynamoDbConnection.To(SettingsFor(new TableSchema(table)));

    /// <summary>On AWS says where that is, and asks before a command writes. Elsewhere nothing is asked.</summary>
    /// <returns>False when somebody declined, which they have been told.</returns>
    public async Task<bool> IsConfirmedAsync(Terminal terminal, string table, CancellationToken cancellationToken)
    {
        await AnnounceAsync(terminal, table, cancellationToken);
        if (!OnAws || !Asks)
        {
            return true;
        }
        if (terminal.Ask("This writes there. Go on? [y/N] ") is "y" or "Y" or "yes")
        {
            return true;
        }
        terminal.Error.WriteLine("Nothing was done.");
        return false;
    }

    /// <summary>On AWS says which account, region and table a command is about.</summary>
    /// <param name="table">Null when it is about none.</param>
    public async Task AnnounceAsync(Terminal terminal, string? table, CancellationToken cancellationToken)
    {
        if (!OnAws)
        {
            return;
        }
        using var connection = Connect(table ?? TableSchema.DefaultName);
        var account = await connection.FindAccountAsync(terminal.Time, cancellationToken) switch
        {
            AwsAccount.Known known => known.Id,
            AwsAccount.Unknown unknown => $"unknown ({VisibleText.Of(unknown.Reason)})",
            _ => throw new InvalidOperationException("An account is known or unknown."),
        };
        var about = table is null ? "" : $", table {table}";
        terminal.Error.WriteLine($"AWS account {account}, region {connection.Place}{about}.");
    }
}
