using Cruddur.Cli.Terminals;
using Cruddur.Storage;

namespace Cruddur.Cli.Scan;

/// <summary>For people: the key on a line of its own, the attributes below it.</summary>
internal sealed class TextItemPrinter(Terminal terminal) : IItemPrinter
{
    public void Print(Item item)
    {
        terminal.Out.WriteLine($"{VisibleText.Of(item.Key.Partition)} / {VisibleText.Of(item.Key.Sort)}");
        Columns.Write(
            terminal.Out,
            [.. item.Attributes.Select(attribute => new[] { $"  {VisibleText.Of(attribute.Key)}", ValueOf(attribute) })]
        );
    }

    public void End(int printed, bool more, Cost cost)
    {
        terminal.Out.Flush();
        terminal.Error.WriteLine(
            $"{Wording.Of(printed)} items{(more ? ", and there are more: --limit N shows N, --limit 0 all" : "")}. "
                + Wording.Consumed(cost)
        );
    }

    public void Dispose() { }

    private static string ValueOf(KeyValuePair<string, AttributeValue> attribute) =>
        Secrets.IsSecret(attribute.Key) ? Secrets.Hidden
        : attribute.Value.IsText ? $"\"{VisibleText.Of(attribute.Value.Text)}\""
        : attribute.Value.ToString();
}
