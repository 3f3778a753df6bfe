using System.Diagnostics.CodeAnalysis;
using Cruddur.Cli.DynamoDb;
using Cruddur.Cli.Storage;
using Cruddur.Server.Storage;
using Cruddur.Storage;
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

    /// <summary>Its one name, however it was typed: the same for a copy that goes on.</summary>
    public abstract string NameAt(DdbTarget target);

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
        public override string NameAt(DdbTarget target) => $"{SqliteScheme}{File}";

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
            return new OpenedTable(table, table, table, NameAt(target), table.DisposeAsync);
        }
    }

    public sealed record DynamoDb(string Table) : CopyAddress
    {
        public override string NameAt(DdbTarget target)
        {
            using var connection = target.Connect(Table);
            return $"{DynamoDbScheme}{Table} at {connection.Place}";
        }

        public override async Task<OpenedTable> OpenAsync(
            TableUse use,
            DdbTarget target,
            TimeProvider time,
            CancellationToken cancellationToken
        ) =>
            await DynamoDbSource.OpenAsync(target, new TableSchema(Table), time, cancellationToken) with
            {
                Name = NameAt(target),
            };
    }
}
