using System.Globalization;
using System.Text;
using Cruddur.Cli.Pricing;
using Cruddur.Storage;
using Cruddur.Tests.Cli;
using Cruddur.Tests.Messages;
using Cruddur.Tests.Storage.DynamoDb.Streams;

namespace Cruddur.Tests.Project;

/// <summary>The figures of docs/cost.md are those that the tests of the price come to.</summary>
public sealed class CostPageTests
{
    private const string Page = "cost.md";

    // Of GetRecords by a server; not reckoned by any command.
    private const decimal StreamReadPrice = 0.20m;
    private const int HoursAMonth = 730;

    private static readonly CostOptions Prices = new();

    [Fact]
    public async Task A_message()
    {
        var table = new StringBuilder(
            "| A message between two people | Write units | $ a million |\n|---|---:|---:|\n"
        );
        table.Append(Row("the original", CostReport.Original.WriteUnits));
        table.Append(Row("by itself", await MessageCosts.WriteUnitsAsync(1)));
        table.Append(Row("one of five at once", await MessageCosts.WriteUnitsAsync(5)));
        table.Append(Row("one of twenty at once", await MessageCosts.WriteUnitsAsync(20)));

        GeneratedPage.PartShouldBe(Page, "message", table.ToString());

        static string Row(string what, double units) =>
            $"| {what} | {Number(units)} | {Money(MessageCost.Of(new Cost(0, units), Prices).DollarsPerMillion)} |\n";
    }

    [Fact]
    public void A_text()
    {
        var table = new StringBuilder("| Text, in UTF-8 | Item | Write units of the put |\n|---|---:|---:|\n");
        foreach (var bytes in new[] { 100, 1024, 4096, 8192 })
        {
            var size = EntrySize.Of(bytes);
            table.Append($"| {Number(bytes)} bytes | {Number(size)} bytes | {Cost.Write(0, size).WriteUnits} |\n");
        }
        var (besides, one, two) = (EntrySize.Of(0), EntrySize.LongestTextOf(1), EntrySize.LongestTextOf(2));
        table.Append(
            $"""

            An entry takes {besides} bytes besides its text, a few more in a group of many messages. So the put is one unit up to
            {one} bytes of text, two up to {Number(two)}, and so on by the kilobyte.
            """
        );

        GeneratedPage.PartShouldBe(Page, "text", table.ToString());
    }

    [Fact]
    public async Task An_idle_server()
    {
        var table = new StringBuilder(
            "| An idle hour | Write units | Read units | Reads of the stream | $ a month |\n|---|---:|---:|---:|---:|\n"
        );
        foreach (var shards in new[] { 1, 4 })
        {
            var hour = await IdleServer.MeasureAsync(shards);
            var cost = MessageCost.Of(new Cost(hour.ReadUnits, hour.WriteUnits), Prices).DollarsPerMillion;
            var month = (cost + hour.StreamReads * StreamReadPrice) * HoursAMonth / 1_000_000;
            table.Append(
                $"| {shards} {(shards == 1 ? "shard" : "shards")} | {Number(hour.WriteUnits)} | {Number(hour.ReadUnits)} "
                    + $"| {Number(hour.StreamReads)} | {Money(month)} |\n"
            );
        }

        GeneratedPage.PartShouldBe(Page, "idle", table.ToString());
    }

    [Fact]
    public async Task A_day()
    {
        var run = await CommandRun.Of("cost");

        GeneratedPage.PartShouldBe(Page, "day", $"```text\n$ cruddur cost\n{run.Out.TrimEnd()}\n```");
    }

    private static string Number(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Money(decimal dollars) => dollars.ToString("0.00", CultureInfo.InvariantCulture);
}
