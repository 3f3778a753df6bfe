using System.Text.Json;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb.Streams;

namespace Cruddur.Tests.Storage.DynamoDb.Streams;

public sealed class StreamRecordTests
{
    [Fact]
    public void A_record_is_read_as_documented()
    {
        var record = Read(
            "INSERT",
            """{"pk":{"S":"p"},"sk":{"S":"s"}}""",
            """{"pk":{"S":"p"},"sk":{"S":"s"},"text":{"S":"é"},"number":{"N":"-9223372036854775808"}}"""
        );

        var key = new Key("p", "s");
        Assert.Equal("111", record.SequenceNumber);
        Assert.Equal(
            new Change(ChangeKind.Insert, key, new Item(key, [new("text", "é"), new("number", long.MinValue)])),
            record.Change
        );
    }

    [Theory]
    [InlineData("INSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", """{"n":{"N":"1.5"}}""")]
    [InlineData("INSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", """{"n":{"N":"9223372036854775808"}}""")]
    [InlineData("INSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", """{"b":{"B":"AAAA"}}""")]
    [InlineData("INSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", """{"n":{"N":1}}""")]
    [InlineData("INSERT", """{"id":{"N":"1"}}""", "{}")]
    [InlineData("INSERT", """{"pk":{"S":""},"sk":{"S":"s"}}""", "{}")]
    [InlineData("UPSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", "{}")]
    public void A_record_of_something_else_is_kept_as_unreadable(string name, string keys, string image)
    {
        var record = Read(name, keys, image);

        Assert.Equal("111", record.SequenceNumber);
        Assert.Null(record.Change);
        Assert.NotEmpty(record.Fault!);
    }

    private static StreamRecord Read(string name, string keys, string image) =>
        StreamRecord.Of(
            JsonElement.Parse(
                $$$"""
                {"eventName":"{{{name}}}","dynamodb":{"SequenceNumber":"111","Keys":{{{keys}}},"NewImage":{{{image}}} }}
                """
            )
        );
}
