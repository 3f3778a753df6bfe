using System.Globalization;

namespace Cruddur.Storage;

/// <summary>
/// The value of an attribute: text (DynamoDB's <c>S</c>) or a whole number of 64 bits (its <c>N</c>). The data model
/// needs no more; an empty text is allowed.
/// </summary>
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly string? _text;
    private readonly long _number;

    private AttributeValue(string? text, long number)
    {
        _text = text;
        _number = number;
    }

    public static AttributeValue FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Utf8.StrictByteCount(text, nameof(text));
        return new AttributeValue(text, 0);
    }

    /// <summary>Text that an engine reads back: it was checked when it was written.</summary>
    internal static AttributeValue FromStore(string text) => new(text, 0);

    public static AttributeValue FromNumber(long number) => new(null, number);

    public static implicit operator AttributeValue(string text) => FromText(text);

    public static implicit operator AttributeValue(long number) => FromNumber(number);

    public bool IsText => _text is not null;

    /// <exception cref="InvalidOperationException">The value is a number.</exception>
    public string Text =>
        _text ?? throw new InvalidOperationException($"The attribute is the number {_number}, not text.");

    /// <exception cref="InvalidOperationException">The value is text.</exception>
    public long Number =>
        _text is null ? _number : throw new InvalidOperationException("The attribute is text, not a number.");

    /// <summary>Bytes of the value by DynamoDB's rules, see <see cref="Item.Size"/>.</summary>
    public int Size => _text is null ? NumberSize(_number) : System.Text.Encoding.UTF8.GetByteCount(_text);

    // One byte for every two significant digits, one more for the exponent, one more for a minus sign. Zeros at the end
    // belong to the exponent, and digits pair up from the decimal point.
    private static int NumberSize(long number)
    {
        if (number == 0)
        {
            return 1;
        }
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        var negative = number < 0 ? 1 : 0;
        ReadOnlySpan<char> magnitude = digits[negative..length];
        var significant = magnitude.TrimEnd('0').Length;
        if ((magnitude.Length - significant) % 2 == 1)
        {
            significant++;
        }
        return 1 + (significant + 1) / 2 + negative;
    }

    public bool Equals(AttributeValue other) =>
        _number == other._number && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    public override int GetHashCode() =>
        _text is null ? _number.GetHashCode() : string.GetHashCode(_text, StringComparison.Ordinal);

    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);
}
