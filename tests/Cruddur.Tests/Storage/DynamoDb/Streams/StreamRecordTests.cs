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
        Assert.Equal("e7", record.EventId);
        Assert.Equal("111", record.SequenceNumber);
        Assert.Equal(
            new Change(ChangeKind.Insert, key, new Item(key, [new("text", "é"), new("number", long.MinValue)])),
            record.Change
        );
    }

    [Fact]
    public void A_deletion_has_no_image()
    {
        var record = StreamRecord.Of(
            JsonElement.Parse(
                """
                {"eventID":"e7","eventName":"REMOVE","dynamodb":{"SequenceNumber":"111","Keys":{"pk":{"S":"p"},"sk":{"S":"s"}}}}
                """
            )
        );

        Assert.Equal(new Change(ChangeKind.Remove, new Key("p", "s"), NewImage: null), record.Change);
        Assert.Null(record.Fault);
    }

    [Theory]
    [InlineData("""{"n":{"N":"1.5"}}""")]
    [InlineData("""{"n":{"N":"9223372036854775808"}}""")]
    [InlineData("""{"b":{"B":"AAAA"}}""")]
    [InlineData("""{"n":{"N":1}}""")]
    [InlineData("""{"s":{"S":"\ud800"}}""")]
    public void A_record_whose_image_is_of_something_else_is_kept_as_unreadable_with_its_key(string image)
    {
        var record = Read("INSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""", image);

        Assert.Equal(new Change(ChangeKind.Insert, new Key("p", "s"), NewImage: null), record.Change);
        Assert.NotEmpty(record.Fault!);
    }

    [Fact]
    public void A_record_without_the_new_image_is_unreadable_and_says_what_the_stream_lacks()
    {
        var record = StreamRecord.Of(
            JsonElement.Parse(
                """
                {"eventID":"e7","eventName":"INSERT","dynamodb":{"SequenceNumber":"111","Keys":{"pk":{"S":"p"},"sk":{"S":"s"}}}}
                """
            )
        );

        Assert.Contains("NEW_IMAGE", record.Fault!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT", """{"id":{"N":"1"}}""")]
    [InlineData("INSERT", """{"pk":{"S":""},"sk":{"S":"s"}}""")]
    [InlineData("UPSERT", """{"pk":{"S":"p"},"sk":{"S":"s"}}""")]
    public void A_record_whose_key_is_of_something_else_is_kept_as_unreadable(string name, string keys)
    {
        var record = Read(name, keys, "{}");

        Assert.Equal("111", record.SequenceNumber);
        Assert.Null(record.Change);
        Assert.NotEmpty(record.Fault!);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"eventID":"e7","dynamodb":{}}""")]
    [InlineData("""{"eventID":"e7","dynamodb":{"SequenceNumber":null}}""")]
    [InlineData("""{"eventID":7,"dynamodb":{"SequenceNumber":"111"}}""")]
    [InlineData("""{"dynamodb":{"SequenceNumber":"111"}}""")]
    public void What_has_no_id_and_no_place_is_no_record(string text)
    {
        Assert.Throws<FormatException>(() => StreamRecord.Of(JsonElement.Parse(text)));
    }

    [Fact]
    public void Records_are_in_the_order_of_their_numbers_and_not_of_their_digits()
    {
        StreamRecord[] records =
        [
            Numbered("100"),
            Numbered("99"),
            Numbered("4421584500000000017450439091"),
            Numbered("7"),
        ];

        Assert.Equal(
            ["7", "99", "100", "4421584500000000017450439091"],
            records.Order(StreamRecord.BySequence).Select(record => record.SequenceNumber),
            StringComparer.Ordinal
        );

        static StreamRecord Numbered(string number) => new($"e{number}", number, Change: null);
    }

    private static StreamRecord Read(string name, string keys, string image) =>
        StreamRecord.Of(
            JsonElement.Parse(
                $$$"""
                {"eventID":"e7","eventName":"{{{name}}}","dynamodb":{"SequenceNumber":"111","Keys":{{{keys}}},"NewImage":{{{image}}} }}
                """
            )
        );
}
