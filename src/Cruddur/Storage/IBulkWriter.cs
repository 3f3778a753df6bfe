namespace Cruddur.Storage;

/// <summary>Fills a table from outside: a copy, a restore. A server has no use for it, as nothing is compared.</summary>
public interface IBulkWriter
{
    /// <summary>
    /// Puts all of the items, in place of what is under their keys. When this returns, all are durable; when it throws, any
    /// of them may be, and the same call again does the rest.
    /// </summary>
    /// <exception cref="ArgumentException">Two have one key.</exception>
    /// <exception cref="StorageException">Some could not be put, although tried again and again.</exception>
    Task<Cost> PutAllAsync(IReadOnlyList<Item> items, CancellationToken cancellationToken);
}

/// <summary>What every bulk writer refuses.</summary>
internal static class BulkWrite
{
    /// <exception cref="ArgumentException">Two have one key: which of them would stay is not said.</exception>
    public static void Validate(IReadOnlyList<Item> items)
    {
        var keys = new HashSet<Key>(items.Count);
        foreach (var item in items)
        {
            if (!keys.Add(item.Key))
            {
                throw new ArgumentException($"Two items have the key {item.Key}.", nameof(items));
            }
        }
    }
}
