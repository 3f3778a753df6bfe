using System.Diagnostics.CodeAnalysis;
using Cruddur.Aws;
using Cruddur.Cli.DynamoDb;
using Cruddur.Cli.Storage;
using Cruddur.Server.Storage;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Copy;

/// <summary>One end of a copy: <c>sqlite:FILE-OR-FOLDER</c> or <c>dynamodb:TABLE</c>.</summary>
internal abstract record CopyAddress
{
    private const string SqliteScheme = "sqlite:";
    private const string DynamoDbScheme = "dynamodb:";

    public static bool TryParse(string text, [NotNullWhen(true)] out CopyAddress? address)
    {
        address =
            After(SqliteScheme) is { } path ? new Sqlite(FileOf(Path.GetFullPath(path)))
            : After(DynamoDbScheme) is { } table ? new DynamoDb(table)
            : null;
        return address is not null;

        string? After(string scheme) =>
            text.StartsWith(scheme, StringComparison.Ordinal) && text.Length > scheme.Length
                ? text[scheme.Length..]
                : null;
    }

    /// <summary>As it is typed, but for the path in full.</summary>
    public abstract string Text { get; }

    /// <summary>Opened under its one name, however it was typed: the same for a copy that goes on.</summary>
    /// <exception cref="StorageException">It cannot be opened, or somebody may write to it.</exception>
    public abstract Task<OpenedTable> OpenAsync(
        TableUse use,
        DdbTarget target,
        TimeProvider time,
        CancellationToken cancellationToken
    );

    // A folder is one of 'cruddur serve'; what is not there yet is a file when its name looks like one.
    private static string FileOf(string path) =>
        File.Exists(path) || (!Directory.Exists(path) && Path.GetExtension(path) == ".db")
            ? path
            : new StorageOptions { Folder = path }.DatabasePath;

    public sealed record Sqlite(string File) : CopyAddress
    {
        public override string Text => $"{SqliteScheme}{File}";

        /// <summary>The source too is nobody else's meanwhile, so that a copy is of one state.</summary>
        public override async Task<OpenedTable> OpenAsync(
            TableUse use,
            DdbTarget target,
            TimeProvider time,
            CancellationToken cancellationToken
        )
        {
            var options = new SqliteTableOptions { Path = File };
            var table =
                use == TableUse.Read
                    ? SqliteTable.OpenAtRest(options, time, NullLogger.Instance)
                    : await SqliteTable.OpenAsync(options, time, NullLogger.Instance, cancellationToken);
            return new OpenedTable(table, table, table, Text, table.DisposeAsync);
        }
    }

    public sealed record DynamoDb(string Table) : CopyAddress
    {
        public override string Text => $"{DynamoDbScheme}{Table}";

        public override async Task<OpenedTable> OpenAsync(
            TableUse use,
            DdbTarget target,
            TimeProvider time,
            CancellationToken cancellationToken
        ) =>
            await DynamoDbSource.OpenAsync(target, new TableSchema(Table), time, cancellationToken) with
            {
                Name = $"{Text} at {await PlaceAsync(target, time, cancellationToken)}",
            };

        // On AWS another account may have a table of this name in the same region.
        private async Task<string> PlaceAsync(DdbTarget target, TimeProvider time, CancellationToken cancellationToken)
        {
            using var connection = target.Connect(Table);
            return target.OnAws
                ? PlaceOf(await connection.FindAccountAsync(time, cancellationToken), connection.Place)
                : connection.Place;
        }

        internal static string PlaceOf(AwsAccount account, string region) =>
            account is AwsAccount.Known known
                ? $"{region} of the account {known.Id}"
                : $"{region} of an unknown account";
    }
}
