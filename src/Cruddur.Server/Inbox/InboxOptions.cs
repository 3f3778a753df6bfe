using Cruddur.Server.Settings;

namespace Cruddur.Server.Inbox;

/// <summary>
/// How inboxes are kept true to the messages: all of them are compared now and then. Section <c>Inbox</c>.
/// </summary>
public sealed class InboxOptions : ISettings
{
    public const string Section = "Inbox";

    static string ISettings.SectionName => Section;

    /// <summary>
    /// From the beginning of one comparison of all inboxes to that of the next. Zero: only when changes were lost, which
    /// starts one whatever this says. Default 7 days.
    /// </summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How much a comparison may read, in DynamoDB's read units a second (on the embedded engine counted by the same rules);
    /// a message group takes about five. Default 50.
    /// </summary>
    public int SweepReadUnits { get; set; } = 50;

    public IEnumerable<string> Problems()
    {
        if (SweepInterval < TimeSpan.Zero)
        {
            yield return $"{Section}:{nameof(SweepInterval)} is {SweepInterval}; give a time, or zero for only after a loss.";
        }
        if (SweepReadUnits < 1)
        {
            yield return $"{Section}:{nameof(SweepReadUnits)} is {SweepReadUnits}; give at least 1.";
        }
    }
}
