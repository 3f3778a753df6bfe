namespace Cruddur.Storage;

/// <summary>
/// What must hold of the item under a write's key, as it is at that moment, for the write to happen. Few and named:
/// each is one DynamoDB condition expression.
/// </summary>
public abstract record Condition
{
    private Condition() { }

    public static readonly Condition None = new Always();

    /// <summary><c>attribute_not_exists(pk)</c></summary>
    public static readonly Condition NotExists = new MustNotExist();

    /// <summary><c>attribute_exists(pk)</c></summary>
    public static readonly Condition Exists = new MustExist();

    /// <summary>The item exists, has the number, and it is less: <c>attribute &lt; :value</c>.</summary>
    public static Condition LessThan(string attribute, long value) => new NumberLessThan(attribute, value);

    /// <summary>The item exists, has the attribute, and it is equal: <c>attribute = :value</c>.</summary>
    public static Condition EqualTo(string attribute, AttributeValue value) => new ValueEqualTo(attribute, value);

    /// <summary>Whether it holds of <paramref name="current"/>, the item under the key or null.</summary>
    public abstract bool Holds(Item? current);

    public sealed record Always : Condition
    {
        public override bool Holds(Item? current) => true;
    }

    public sealed record MustNotExist : Condition
    {
        public override bool Holds(Item? current) => current is null;
    }

    public sealed record MustExist : Condition
    {
        public override bool Holds(Item? current) => current is not null;
    }

    public sealed record NumberLessThan(string Attribute, long Value) : Condition
    {
        public override bool Holds(Item? current) =>
            current is not null
            && current.Attributes.TryGetValue(Attribute, out var value)
            && !value.IsText
            && value.Number < Value;
    }

    public sealed record ValueEqualTo(string Attribute, AttributeValue Value) : Condition
    {
        public override bool Holds(Item? current) =>
            current is not null && current.Attributes.TryGetValue(Attribute, out var value) && value == Value;
    }
}
