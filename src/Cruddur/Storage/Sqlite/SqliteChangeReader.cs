using System.Globalization;

namespace Cruddur.Storage.Sqlite;

/// <summary>Reads the change feed. Positions follow each other without a hole, so a hole is what was trimmed.</summary>
internal sealed class SqliteChangeReader(SqliteConnection connection, string path)
{
    private readonly SqliteStatement _read = connection.Prepare(
        "SELECT new_size, new_image, position, kind, pk, sk FROM changes WHERE position > ?1 ORDER BY position"
    );
    private readonly SqliteStatement _ends = connection.Prepare(
        """
        SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0),
          coalesce((SELECT min(position) FROM changes), 0)
        """
    );

    /// <exception cref="ArgumentException">It is no position.</exception>
    public static long Position(string position) =>
        long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException("The position is none of this feed.", nameof(position));

    public static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    /// <summary>The newest position ever given, and the oldest one kept: 0 for none.</summary>
    public (long Newest, long OldestKept) Ends()
    {
        try
        {
            _ends.Step();
            return (_ends.Number(0), _ends.Number(1));
        }
        finally
        {
            _ends.Reset();
        }
    }

    public ChangePage Read(string? after, int limit)
    {
        var position = after is null ? 0 : Position(after);
        while (true)
        {
            var (changes, first, last) = ReadBehind(position, limit);
            if (changes.Count > 0)
            {
                return new ChangePage(changes, Text(last), Trimmed: after is not null && first != position + 1);
            }
            var (newest, oldestKept) = Ends();
            if (newest == position)
            {
                return new ChangePage([], after, Trimmed: false);
            }
            if (newest < position)
            {
                // From a future that this file does not have, as after going back to a backup: all is to be done again.
                return ReadBehind(0, limit) is { Changes.Count: > 0 } all
                    ? new ChangePage(all.Changes, Text(all.Last), Trimmed: true)
                    : new ChangePage([], Text(newest), Trimmed: true);
            }
            if (oldestKept == 0)
            {
                return new ChangePage([], Text(newest), Trimmed: after is not null);
            }
            // Changes came between the two statements.
        }
    }

    private (List<Change> Changes, long First, long Last) ReadBehind(long position, int limit)
    {
        var changes = new List<Change>(Math.Min(limit, 64));
        var (first, last, size) = (0L, 0L, 0L);
        _read.Bind(1, position);
        try
        {
            while (changes.Count < limit && size < Page.MaxSize && _read.Step())
            {
                last = _read.Number(2);
                first = first == 0 ? last : first;
                var key = Key.FromStore(_read.Text(4), _read.Text(5));
                var image = _read.IsNull(1) ? null : StoredItem.Read(_read, key, 0);
                changes.Add(new Change(Kind(), key, image));
                size += image?.Size ?? 0;
            }
            return (changes, first, last);
        }
        finally
        {
            _read.Reset();
        }
    }

    private ChangeKind Kind() =>
        _read.Utf8(3) switch
        {
            [(byte)'i', ..] => ChangeKind.Insert,
            [(byte)'m', ..] => ChangeKind.Modify,
            [(byte)'r', ..] => ChangeKind.Remove,
            _ => throw new StorageException(
                StorageFault.Damaged,
                $"{path}: the change at {_read.Number(2)} has no known kind. Restore a backup."
            ),
        };
}
