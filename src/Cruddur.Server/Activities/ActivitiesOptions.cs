using Cruddur.Server.Settings;

namespace Cruddur.Server.Activities;

/// <summary>The feed. Configuration section <c>Activities</c>.</summary>
public sealed class ActivitiesOptions : ISettings
{
    public const string Section = "Activities";

    static string ISettings.SectionName => Section;

    /// <summary>
    /// Whether posts, replies and who wrote them may be read without signing in, as in the original. <c>false</c> where the
    /// server is for a closed circle. Default <c>true</c>.
    /// </summary>
    public bool PublicReading { get; set; } = true;

    public IEnumerable<string> Problems() => [];
}
