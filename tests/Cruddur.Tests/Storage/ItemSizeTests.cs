using Cruddur.Storage;
using Xunit;

namespace Cruddur.Tests.Storage;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html</summary>
public sealed class ItemSizeTests
{
    [Fact]
    public void An_item_has_the_bytes_of_its_names_and_values()
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["text"] = "é😀",
            ["empty"] = "",
            ["n"] = 27,
        };

        // pk, sk and their values; text 4 + 6; empty 5; n 1 + 2.
        Assert.Equal(2 + 3 + 2 + 4 + 10 + 5 + 3, new Item(new Key("prt", "sort"), attributes).Size);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(12, 2)]
    [InlineData(123, 3)]
    [InlineData(1234, 3)]
    [InlineData(1200, 2)]
    [InlineData(-12, 3)]
    [InlineData(100, 2)]
    [InlineData(1_760_000_000_000, 3)]
    [InlineData(1_760_000_000_123, 8)]
    [InlineData(long.MaxValue, 11)]
    [InlineData(long.MinValue, 12)]
    public void A_number_has_about_half_a_byte_for_each_digit_that_counts(long number, int size) =>
        Assert.Equal(size, AttributeValue.FromNumber(number).Size);
}
