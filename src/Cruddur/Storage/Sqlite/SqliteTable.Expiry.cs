namespace Cruddur.Storage.Sqlite;

public sealed partial class SqliteTable
{
    private const int ExpiryChunk = 100;

    /// <summary>
    /// Deletes items whose <see cref="TableSchema.TimeToLive"/> is over, as DynamoDB does by itself, there within days: whoever
    /// reads must leave them out all the same. The feed tells of each as removed, as DynamoDB's does.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seconds = now.ToUnixTimeSeconds();
        var (all, chunk) = (0, ExpiryChunk);
        // In small pieces: other writes go in between.
        while (chunk == ExpiryChunk)
        {
            chunk = await Writer.RunAsync(session => session.Expire(seconds, ExpiryChunk), cancellationToken);
            all += chunk;
        }
        _log.Expired(Path, all);
        return all;
    }
}
