namespace Cruddur.Storage;

/// <summary>A change of one item, under a condition.</summary>
public abstract record Write(Key Key, Condition Condition)
{
    /// <summary>Refuses what no engine may accept, before anything is sent or queued.</summary>
    /// <exception cref="ArgumentException">The key is the default one, or an attribute may not be named so.</exception>
    public static void Validate(Write write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (write.Key.Partition is null)
        {
            throw new ArgumentException("A write needs a key.", nameof(write));
        }
        foreach (var name in write.AttributeNames())
        {
            Item.CheckName(name, nameof(write));
            Utf8.StrictByteCount(name, nameof(write));
        }
        if (write.Refusal() is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(write));
        }
    }

    private protected virtual IEnumerable<string> AttributeNames() =>
        Condition switch
        {
            Condition.NumberLessThan(var attribute, _) => [attribute],
            Condition.ValueEqualTo(var attribute, _) => [attribute],
            _ => [],
        };

    private protected virtual string? Refusal() => null;

    /// <summary>What is under the key after the write, when its condition holds of <paramref name="current"/>.</summary>
    /// <exception cref="ArgumentException">The item would be larger than <see cref="Item.MaxSize"/>.</exception>
    internal abstract Item? Apply(Item? current);

    /// <summary>Puts the item, in place of what is under its key.</summary>
    public sealed record Put(Item Item, Condition Condition) : Write(Item.Key, Condition)
    {
        internal override Item? Apply(Item? current) => Item;
    }

    /// <summary>
    /// Sets and removes attributes. Without an item under the key, one is made of what is set, as in DynamoDB: state
    /// <see cref="Condition.Exists"/> where that is not wanted.
    /// </summary>
    public sealed record Update(Key Key, IReadOnlyDictionary<string, AttributeValue> Set, Condition Condition)
        : Write(Key, Condition)
    {
        public IReadOnlyCollection<string> Remove { get; init; } = [];

        private protected override IEnumerable<string> AttributeNames() =>
            base.AttributeNames().Concat(Set.Keys).Concat(Remove);

        private protected override string? Refusal()
        {
            if (Remove.FirstOrDefault(Set.ContainsKey) is { } both)
            {
                return $"The attribute '{both}' is both set and removed.";
            }
            if (Set.Count == 0 && Remove.Count == 0)
            {
                return "An update that sets and removes nothing is a check, which belongs in a transaction.";
            }
            // Databases differ in whether this makes an item of the key alone.
            return Set.Count == 0 && Condition is Condition.Always or Condition.MustNotExist
                ? "An update that sets nothing needs a condition that the item exists."
                : null;
        }

        internal override Item? Apply(Item? current) =>
            current is null ? new Item(Key, Set) : current.With(Set, Remove);
    }

    /// <summary>Deletes the item; nothing happens where there is none.</summary>
    public sealed record Delete(Key Key, Condition Condition) : Write(Key, Condition)
    {
        internal override Item? Apply(Item? current) => null;
    }

    /// <summary>Changes nothing, but its condition must hold. Only in a transaction.</summary>
    public sealed record Check(Key Key, Condition Condition) : Write(Key, Condition)
    {
        internal override Item? Apply(Item? current) => current;
    }
}

/// <summary>How a write ended.</summary>
public abstract record WriteResult(Cost Cost)
{
    /// <summary>It is durable.</summary>
    public sealed record Written(Cost Cost) : WriteResult(Cost);

    /// <summary>Nothing changed. <paramref name="Occupant"/> is the item under the key at that moment, or null.</summary>
    public sealed record ConditionFailed(Item? Occupant, Cost Cost) : WriteResult(Cost);
}

/// <summary>How a transaction ended: all of it or nothing.</summary>
public abstract record TransactionResult(Cost Cost)
{
    /// <summary>All writes are durable.</summary>
    public sealed record Committed(Cost Cost) : TransactionResult(Cost);

    /// <summary>Nothing changed, because of the writes (by their place in the call) whose condition did not hold.</summary>
    public sealed record ConditionsFailed(IReadOnlyList<FailedCondition> Failed, Cost Cost) : TransactionResult(Cost);
}

/// <summary>A write of a transaction, by its place, and the item under its key at that moment, or null.</summary>
public sealed record FailedCondition(int Index, Item? Occupant);
