using Cruddur.Storage;

namespace Cruddur.Cli.Scan;

/// <summary>Prints items one by one.</summary>
internal interface IItemPrinter : IDisposable
{
    void Print(Item item);

    /// <param name="more">The table has more items than were printed.</param>
    void End(int printed, bool more, Cost cost);
}
