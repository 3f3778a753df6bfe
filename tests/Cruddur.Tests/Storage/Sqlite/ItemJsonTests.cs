using System.Text;
using Cruddur.Storage;
using Cruddur.Storage.Sqlite;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Cruddur.Tests.Storage.Sqlite;

public sealed class ItemJsonTests
{
    [Fact]
    public void Any_item_comes_back_from_its_JSON() =>
        Prop.ForAll<(string Name, string Text, long Number)[]>(parts =>
            {
                var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
                foreach (var (name, text, number) in parts)
                {
                    attributes["t" + Valid(name)] = Valid(text);
                    attributes["n" + Valid(name)] = number;
                }
                var item = new Item(new Key("p", "s"), attributes);

                var read = ItemJson.Read(ItemJson.Write(item));

                Assert.Equal(item, Item.FromStore(item.Key, read, item.Size));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_operator_can_read_it() =>
        Assert.Equal(
            """{"at":1760000000000,"text":"Hä? \"<b>\" 日本 \u0000"}""",
            Encoding.UTF8.GetString(
                ItemJson.Write(
                    new Item(
                        new Key("p", "s"),
                        new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
                        {
                            ["text"] = "Hä? \"<b>\" 日本 \0",
                            ["at"] = 1_760_000_000_000,
                        }
                    )
                )
            )
        );

    [Fact]
    public void Attributes_in_any_order_are_read()
    {
        var read = ItemJson.Read("""{"b":1,"a":"x","\u0061b":2}"""u8);

        Assert.Equal(["a", "ab", "b"], read.Keys.ToArray());
        Assert.Equal(2, read["ab"].Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"a":1} x""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":9223372036854775808}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void What_it_did_not_write_is_refused(string json) =>
        Assert.Throws<FormatException>(() => ItemJson.Read(Encoding.UTF8.GetBytes(json)));

    private static string Valid(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
