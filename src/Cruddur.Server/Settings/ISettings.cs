namespace Cruddur.Server.Settings;

/// <summary>The settings of a section of the configuration. docs/configuration.md is made from these classes.</summary>
public interface ISettings
{
    /// <summary>The section's name.</summary>
    static abstract string SectionName { get; }

    /// <summary>What is wrong with the values, for people: which setting, what it is, and what to give instead.</summary>
    IEnumerable<string> Problems();
}
