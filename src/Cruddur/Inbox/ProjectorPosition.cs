using Cruddur.Storage;

namespace Cruddur.Inbox;

/// <summary>How far the projector has applied the change feed.</summary>
/// <remarks>Table: <c>pk = FEED#inbox</c>, <c>sk = POSITION</c>; <c>position</c>.</remarks>
internal static class ProjectorPosition
{
    public static readonly Key Key = new("FEED#inbox", "POSITION");

    public static Item ToItem(string position) => new(Key, [new("position", position)]);

    public static string FromItem(Item item) => item.Text("position");
}
