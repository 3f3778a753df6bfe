namespace Cruddur.Storage.Sqlite;

/// <summary>What requests do with the connection that writes. On the writer's thread, within its transaction.</summary>
internal sealed class WriteSession(SqliteConnection connection)
{
    private readonly SqliteStatement _get = connection.Prepare(
        "SELECT size, attributes FROM items WHERE pk = ?1 AND sk = ?2"
    );
    private readonly SqliteStatement _insert = connection.Prepare(
        "INSERT INTO items (pk, sk, size, attributes, expires_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
    );
    private readonly SqliteStatement _update = connection.Prepare(
        "UPDATE items SET size = ?3, attributes = ?4, expires_at = ?5 WHERE pk = ?1 AND sk = ?2"
    );
    private readonly SqliteStatement _delete = connection.Prepare("DELETE FROM items WHERE pk = ?1 AND sk = ?2");
    private readonly SqliteStatement _change = connection.Prepare(
        "INSERT INTO changes (at, kind, pk, sk, new_size, new_image) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    );
    private readonly SqliteStatement _oldest = connection.Prepare(
        "SELECT position, at FROM changes WHERE position <= ?1 ORDER BY position LIMIT ?2"
    );
    private readonly SqliteStatement _expired = connection.Prepare(
        "SELECT pk, sk FROM items WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2"
    );
    private readonly SqliteStatement _trim = connection.Prepare("DELETE FROM changes WHERE position <= ?1");
    private long _now;

    /// <summary>The newest position of the change feed; durable only when the batch is.</summary>
    public long NewestPosition { get; set; }

    /// <param name="now">The time of the batch's changes, in milliseconds since 1970.</param>
    public void Start(long now, long newestPosition)
    {
        _now = now;
        NewestPosition = newestPosition;
    }

    public WriteResult Write(PreparedWrite prepared)
    {
        var write = prepared.Write;
        // Most writes are of an item that is not there yet: try that first, it is one statement and no read.
        if (write is Write.Put put && write.Condition is Condition.MustNotExist or Condition.Always)
        {
            if (Insert(prepared, put.Item, prepared.Json!))
            {
                Record("insert"u8, prepared, put.Item, prepared.Json);
                return new WriteResult.Written(Cost.Write(0, put.Item.Size));
            }
        }
        var before = Get(prepared);
        if (!write.Condition.Holds(before))
        {
            return new WriteResult.ConditionFailed(before, Cost.FailedCondition(before));
        }
        var after = write.Apply(before);
        Store(prepared, before, after);
        return new WriteResult.Written(Cost.Write(before?.Size ?? 0, after?.Size ?? 0));
    }

    public TransactionResult Transact(PreparedWrite[] prepared)
    {
        var writes = prepared.Select(one => one.Write).ToArray();
        var before = new Item?[prepared.Length];
        List<FailedCondition>? failed = null;
        for (var i = 0; i < prepared.Length; i++)
        {
            before[i] = Get(prepared[i]);
            if (!writes[i].Condition.Holds(before[i]))
            {
                (failed ??= []).Add(new FailedCondition(i, before[i]));
            }
        }
        if (failed is not null)
        {
            return new TransactionResult.ConditionsFailed(failed, Cost.FailedTransaction(writes, failed));
        }
        var cost = default(Cost);
        for (var i = 0; i < prepared.Length; i++)
        {
            var after = writes[i].Apply(before[i]);
            Store(prepared[i], before[i], after);
            cost += Cost.TransactionalWrite(before[i]?.Size ?? 0, after?.Size ?? 0);
        }
        return new TransactionResult.Committed(cost);
    }

    /// <summary>
    /// Deletes the oldest changes, as far as they are at or before a position and of a time or from before it. Only from the
    /// front: a hole, as a clock that was set back could make one, would look to a reader as if nothing was missing.
    /// </summary>
    /// <returns>How many were deleted; fewer than the limit when no more can be.</returns>
    public int Trim(long upTo, long until, int limit)
    {
        var (last, count) = (0L, 0);
        _oldest.Bind(1, upTo).Bind(2, limit);
        try
        {
            while (_oldest.Step() && _oldest.Number(1) <= until)
            {
                last = _oldest.Number(0);
                count++;
            }
        }
        finally
        {
            _oldest.Reset();
        }
        if (count > 0)
        {
            _trim.Bind(1, last).Run();
        }
        return count;
    }

    /// <summary>Deletes items whose time is over, those first that have waited longest; the feed tells of each.</summary>
    /// <param name="now">Seconds since 1970.</param>
    /// <returns>How many were deleted; fewer than the limit when there are no more.</returns>
    public int Expire(long now, int limit)
    {
        var keys = new List<Key>();
        _expired.Bind(1, now).Bind(2, limit);
        try
        {
            while (_expired.Step())
            {
                keys.Add(Key.FromStore(_expired.Text(0), _expired.Text(1)));
            }
        }
        finally
        {
            _expired.Reset();
        }
        foreach (var key in keys)
        {
            Write(new PreparedWrite(new Write.Delete(key, Condition.Exists)));
        }
        return keys.Count;
    }

    private Item? Get(PreparedWrite prepared)
    {
        _get.Bind(1, prepared.Partition).Bind(2, prepared.Sort);
        try
        {
            return _get.Step() ? StoredItem.Read(_get, prepared.Write.Key, 0) : null;
        }
        finally
        {
            _get.Reset();
        }
    }

    // What leaves the item as it was is no change, as in DynamoDB: nothing is written, nothing is told.
    private void Store(PreparedWrite prepared, Item? before, Item? after)
    {
        if (Equals(before, after))
        {
            return;
        }
        if (after is null)
        {
            _delete.Bind(1, prepared.Partition).Bind(2, prepared.Sort).Run();
            Record("remove"u8, prepared, null, null);
            return;
        }
        var json = prepared.Json ?? ItemJson.Write(after);
        if (before is null)
        {
            Insert(prepared, after, json);
            Record("insert"u8, prepared, after, json);
            return;
        }
        BindItem(_update, prepared, after, json).Run();
        Record("modify"u8, prepared, after, json);
    }

    private bool Insert(PreparedWrite prepared, Item item, byte[] json)
    {
        BindItem(_insert, prepared, item, json).Run();
        return connection.Changes == 1;
    }

    private static SqliteStatement BindItem(SqliteStatement statement, PreparedWrite prepared, Item item, byte[] json)
    {
        statement.Bind(1, prepared.Partition).Bind(2, prepared.Sort).Bind(3, item.Size).Bind(4, json);
        // DynamoDB, too, passes over what is no number.
        return item.Attributes.TryGetValue(TableSchema.TimeToLive, out var expiry) && !expiry.IsText
            ? statement.Bind(5, expiry.Number)
            : statement.BindNull(5);
    }

    private void Record(ReadOnlySpan<byte> kind, PreparedWrite prepared, Item? after, byte[]? json)
    {
        _change.Bind(1, _now).Bind(2, kind).Bind(3, prepared.Partition).Bind(4, prepared.Sort);
        if (after is null)
        {
            _change.BindNull(5).BindNull(6);
        }
        else
        {
            _change.Bind(5, after.Size).Bind(6, json);
        }
        _change.Run();
        NewestPosition = connection.LastInsertedRowId;
    }
}
