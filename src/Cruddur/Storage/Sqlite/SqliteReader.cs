using System.Text;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// One connection that reads, with its statements. Each read is one statement from its first step to its reset, so that
/// no snapshot lives longer than a page: a snapshot that stays keeps the write-ahead log from being emptied.
/// </summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _get;
    private readonly SqliteStatement?[] _queries = new SqliteStatement?[2 * 9];
    private SqliteStatement? _scan;

    private SqliteReader(SqliteConnection connection, string path)
    {
        _connection = connection;
        _get = connection.Prepare("SELECT size, attributes FROM items WHERE pk = ?1 AND sk = ?2");
        Changes = new SqliteChangeReader(connection, path);
    }

    public SqliteChangeReader Changes { get; }

    public static SqliteReader Open(string path, SqliteTableOptions options)
    {
        var connection = SqliteConnection.Open(
            path,
            readOnly: true,
            options.BusyTimeout,
            options.Hooks.VirtualFileSystem
        );
        try
        {
            SqliteSchema.PrepareReader(connection, options);
            return new SqliteReader(connection, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Item? Get(Key key)
    {
        _get.Bind(1, Encoding.UTF8.GetBytes(key.Partition)).Bind(2, Encoding.UTF8.GetBytes(key.Sort));
        try
        {
            return _get.Step() ? StoredItem.Read(_get, key, 0) : null;
        }
        finally
        {
            _get.Reset();
        }
    }

    public Page Query(Query query)
    {
        var bounds = SortBounds.Of(query);
        var statement = QueryFor(bounds, query.Backward);
        statement.Bind(1, Encoding.UTF8.GetBytes(query.Partition));
        if (bounds.Lower is not null)
        {
            statement.Bind(2, bounds.Lower);
        }
        if (bounds.Upper is not null)
        {
            statement.Bind(3, bounds.Upper);
        }
        var items = new List<Item>(Math.Min(query.Limit, 64));
        var size = 0L;
        var more = false;
        try
        {
            while (!more && statement.Step())
            {
                var item = StoredItem.Read(statement, Key.FromStore(query.Partition, statement.Text(2)), 0);
                items.Add(item);
                size += item.Size;
                more = items.Count == query.Limit || size >= Page.MaxSize;
            }
        }
        finally
        {
            statement.Reset();
        }
        return new Page(items, more ? items[^1].Key.Sort : null, Cost.Read(size, query.Consistency));
    }

    public ScanPage Scan(Key? after, int limit)
    {
        // Row values, so that one range of the primary key is read. No key is before ('', '').
        _scan ??= _connection.Prepare(
            "SELECT size, attributes, pk, sk FROM items WHERE (pk, sk) > (coalesce(?1, ''), coalesce(?2, '')) ORDER BY pk, sk"
        );
        _scan.BindNull(1).BindNull(2);
        if (after is { } key)
        {
            _scan.Bind(1, Encoding.UTF8.GetBytes(key.Partition)).Bind(2, Encoding.UTF8.GetBytes(key.Sort));
        }
        var items = new List<Item>(Math.Min(limit, 64));
        var size = 0L;
        var more = false;
        try
        {
            while (!more && _scan.Step())
            {
                var item = StoredItem.Read(_scan, Key.FromStore(_scan.Text(2), _scan.Text(3)), 0);
                items.Add(item);
                size += item.Size;
                more = items.Count == limit || size >= Page.MaxSize;
            }
        }
        finally
        {
            _scan.Reset();
        }
        return new ScanPage(items, more ? items[^1].Key : null, Cost.Read(size, Consistency.Strong));
    }

    public void Dispose() => _connection.Dispose();

    private SqliteStatement QueryFor(SortBounds bounds, bool backward)
    {
        var lower =
            bounds.Lower is null ? 0
            : bounds.LowerIncluded ? 1
            : 2;
        var upper =
            bounds.Upper is null ? 0
            : bounds.UpperIncluded ? 1
            : 2;
        ref var statement = ref _queries[(lower * 3 + upper) * 2 + (backward ? 1 : 0)];
        return statement ??= _connection.Prepare(
            "SELECT size, attributes, sk FROM items WHERE pk = ?1"
                + (
                    lower == 0 ? ""
                    : lower == 1 ? " AND sk >= ?2"
                    : " AND sk > ?2"
                )
                + (
                    upper == 0 ? ""
                    : upper == 1 ? " AND sk <= ?3"
                    : " AND sk < ?3"
                )
                + (backward ? " ORDER BY sk DESC" : " ORDER BY sk")
        );
    }
}

/// <summary>An item from the columns <c>size, attributes</c> of a row.</summary>
internal static class StoredItem
{
    /// <exception cref="DamagedItemException">The row is not what this engine writes.</exception>
    public static Item Read(SqliteStatement row, Key key, int firstColumn)
    {
        try
        {
            return Item.FromStore(key, ItemJson.Read(row.Utf8(firstColumn + 1)), (int)row.Number(firstColumn));
        }
        catch (FormatException exception)
        {
            throw new DamagedItemException(key, exception);
        }
    }
}

/// <summary>A row is not what this engine writes. Becomes a <see cref="StorageException"/> with the file's path.</summary>
internal sealed class DamagedItemException(Key key, Exception inner)
    : Exception($"The item {key} cannot be read: {inner.Message}", inner);
