namespace Cruddur.Cli.Copy;

/// <summary>How a copy ended.</summary>
internal abstract record CopyResult
{
    /// <summary>Both have the same items.</summary>
    /// <param name="ResumedAt">How many items an earlier run had copied.</param>
    public sealed record Copied(TableDigest Digest, long ResumedAt) : CopyResult;

    /// <summary>Nothing was copied.</summary>
    public sealed record Refused(string Why) : CopyResult;

    /// <summary>All was copied, but the destination has not what the source has.</summary>
    public sealed record Differs(TableDigest Source, TableDigest Destination, string Why) : CopyResult;
}
