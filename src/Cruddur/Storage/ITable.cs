namespace Cruddur.Storage;

/// <summary>
/// The seam: a table of items with a partition key and a sort key. Everything above it is written once; everything
/// below it is one database. <c>TableContract</c> in the tests says what each operation must do, and every engine
/// passes it.
/// </summary>
/// <remarks>
/// All operations throw <see cref="StorageException"/> when the engine cannot answer; expected outcomes are results.
/// Calls may come from any number of threads.
/// </remarks>
public interface ITable
{
    Task<GetResult> GetAsync(Key key, Consistency consistency, CancellationToken cancellationToken);

    Task<Page> QueryAsync(Query query, CancellationToken cancellationToken);

    /// <summary>
    /// Puts, updates or deletes one item. When this returns, the outcome is durable. Cancelling stops the waiting, not
    /// the write.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A <see cref="Write.Check"/>, which belongs in a transaction; a malformed update; or the item would become larger
    /// than <see cref="Item.MaxSize"/>. Nothing was written.
    /// </exception>
    Task<WriteResult> WriteAsync(Write write, CancellationToken cancellationToken);

    /// <summary>
    /// Does all of the writes or none, at one moment. At most 100 writes, 4 MB, and one for each key.
    /// </summary>
    /// <exception cref="ArgumentException">See <see cref="Transaction.Validate"/>. Nothing was written.</exception>
    Task<TransactionResult> TransactAsync(IReadOnlyList<Write> writes, CancellationToken cancellationToken);

    /// <summary>
    /// Reads items of the whole table, for tools; the server itself never needs it. Strongly consistent, as a tool that
    /// counts must not miss what was just written; a snapshot it is not.
    /// </summary>
    /// <param name="after">Begin behind this key: <see cref="ScanPage.Next"/> of the page before.</param>
    Task<ScanPage> ScanAsync(Key? after, int limit, CancellationToken cancellationToken);
}

/// <summary>Limits of a transaction, as in DynamoDB.</summary>
public static class Transaction
{
    public const int MaxWrites = 100;
    public const int MaxSize = 4 * 1024 * 1024;

    /// <exception cref="ArgumentException">A write is malformed, or the writes are none, too many, too large, or two have one key.</exception>
    public static void Validate(IReadOnlyList<Write> writes)
    {
        if (writes.Count is 0 or > MaxWrites)
        {
            throw new ArgumentException(
                $"A transaction has 1 to {MaxWrites} writes, not {writes.Count}.",
                nameof(writes)
            );
        }
        if (writes.DistinctBy(write => write.Key).Count() != writes.Count)
        {
            throw new ArgumentException("A transaction has at most one write for each key.", nameof(writes));
        }
        foreach (var write in writes)
        {
            Write.Validate(write);
        }
        if (writes.OfType<Write.Put>().Sum(put => (long)put.Item.Size) > MaxSize)
        {
            throw new ArgumentException($"A transaction has at most {MaxSize} bytes.", nameof(writes));
        }
    }
}
