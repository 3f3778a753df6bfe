using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Value = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Cruddur.Tests.Storage.DynamoDb;

public sealed class DynamoDbItemsTests
{
    public static readonly TheoryData<string, Value> Others = new()
    {
        {
            "a truth value",
            new Value { BOOL = true }
        },
        {
            "a list",
            new Value { L = [] }
        },
        {
            "a fraction",
            new Value { N = "1.5" }
        },
        {
            "a number of more than 64 bits",
            new Value { N = "9223372036854775808" }
        },
    };

    /// <summary>It is one item that is wrong, not the table: what is about others goes on.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void An_item_with_an_attribute_of_another_type_is_none_of_the_data_model(string what, Value value)
    {
        var values = DynamoDbItems.Of(new Key("GROUP#g", "HEAD"));
        values["member_0"] = value;

        var thrown = Assert.Throws<ItemFormatException>(() => DynamoDbItems.ToItem(values));

        Assert.Contains("'member_0'", thrown.Message, StringComparison.Ordinal);
        Assert.NotEmpty(what);
    }
}
