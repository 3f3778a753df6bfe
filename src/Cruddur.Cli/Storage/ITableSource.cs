using System.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Storage;

/// <summary>
/// Where the table of a command is, so that the command is written once: <c>cruddur scan</c> looks into a folder,
/// <c>cruddur ddb scan</c> into DynamoDB. Made anew for each command, as a parser keeps state in its options.
/// </summary>
internal interface ITableSource
{
    /// <summary>What the commands of this source begin with: <c>cruddur</c>, <c>cruddur ddb</c>.</summary>
    string Program { get; }

    /// <summary>What of a running server, for the help of a command that writes.</summary>
    string WritingNote { get; }

    /// <summary>The options by which the table is named.</summary>
    void AddTo(Command command);

    /// <returns>Null when somebody was asked and declined, which they have been told.</returns>
    /// <exception cref="Cruddur.Storage.StorageException">There is none, or it cannot be opened.</exception>
    Task<OpenedTable?> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken);
}

/// <summary>What a command does with its table.</summary>
internal enum TableUse
{
    /// <summary>Beside servers that may be running.</summary>
    Read,

    Write,

    /// <summary>Write, but only to what is there already: an empty table made by the way would be of no use.</summary>
    Mend,
}
