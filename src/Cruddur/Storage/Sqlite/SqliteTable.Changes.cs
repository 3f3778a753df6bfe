namespace Cruddur.Storage.Sqlite;

public sealed partial class SqliteTable
{
    private const int TrimChunk = 500;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    public Task<ChangePage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return _readers.ReadAsync(
            (after, limit),
            static (reader, state) => reader.Changes.Read(state.after, state.limit),
            cancellationToken
        );
    }

    public async Task<string> EndAsync(CancellationToken cancellationToken)
    {
        var (newest, _) = await _readers.ReadAsync(0, static (reader, _) => reader.Changes.Ends(), cancellationToken);
        return SqliteChangeReader.Text(newest);
    }

    public async Task WaitAsync(string? after, CancellationToken cancellationToken)
    {
        while (await BehindAsync(after, cancellationToken) is { } newest)
        {
            if (_writer is null)
            {
                // Another process writes, and tells nobody.
                await Task.Delay(PollInterval, _time, cancellationToken);
            }
            else
            {
                await _writer.Signal.WaitAsync(newest, cancellationToken);
            }
        }
    }

    /// <summary>
    /// Deletes changes up to and including a position that every reader has passed, as far as they are older than
    /// <see cref="SqliteTableOptions.ChangeRetention"/>.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="ArgumentException">It is no position of this feed.</exception>
    public Task<int> TrimAsync(string upTo, CancellationToken cancellationToken) =>
        TrimAsync(upTo, _options.ChangeRetention, cancellationToken);

    /// <inheritdoc cref="TrimAsync(string, CancellationToken)"/>
    /// <param name="retention">Instead of the usual one: zero when data must be erased.</param>
    public async Task<int> TrimAsync(string upTo, TimeSpan retention, CancellationToken cancellationToken)
    {
        var position = SqliteChangeReader.Position(upTo);
        var until = (_time.GetUtcNow() - retention).ToUnixTimeMilliseconds();
        var (all, chunk) = (0, TrimChunk);
        // In small pieces: other writes go in between.
        while (chunk == TrimChunk)
        {
            chunk = await Writer.RunAsync(session => session.Trim(position, until, TrimChunk), cancellationToken);
            all += chunk;
        }
        _log.Trimmed(Path, all);
        return all;
    }

    // The newest position, where there is nothing behind the one asked for.
    private async Task<long?> BehindAsync(string? after, CancellationToken cancellationToken)
    {
        var position = after is null ? (long?)null : SqliteChangeReader.Position(after);
        if (position is not null && _writer is not null)
        {
            return _writer.Signal.Newest == position ? position : null;
        }
        var (newest, oldestKept) = await _readers.ReadAsync(
            0,
            static (reader, _) => reader.Changes.Ends(),
            cancellationToken
        );
        return (position is null ? oldestKept == 0 : newest == position) ? newest : null;
    }
}
