using Microsoft.Extensions.Options;

namespace Cruddur.Server.Settings;

/// <summary>Reads and checks settings at start, so that a wrong or misspelt one is an error by name and not a surprise.</summary>
public static class SettingsSetup
{
    /// <summary>Makes the settings of a section known to services, checked when the server starts.</summary>
    /// <param name="complete">Fills in what depends on other settings.</param>
    public static void AddSettings<TSettings>(
        this WebApplicationBuilder builder,
        Action<TSettings, IConfiguration>? complete = null
    )
        where TSettings : class, ISettings
    {
        builder
            .Services.AddOptions<TSettings>()
            .BindConfiguration(TSettings.SectionName)
            .PostConfigure<IConfiguration>((settings, configuration) => complete?.Invoke(settings, configuration))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TSettings>, Check<TSettings>>();
    }

    /// <summary>Reads the settings of a section now, for what has to be there before the services are.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong or there is none of the name.</exception>
    public static TSettings Read<TSettings>(IConfiguration configuration)
        where TSettings : class, ISettings, new()
    {
        var settings = configuration.GetSection(TSettings.SectionName).Get<TSettings>() ?? new();
        var problems = Problems(settings, configuration);
        return problems.Count == 0
            ? settings
            : throw new OptionsValidationException(TSettings.SectionName, typeof(TSettings), problems);
    }

    private static List<string> Problems<TSettings>(TSettings settings, IConfiguration configuration)
        where TSettings : ISettings =>
        [
            .. configuration
                .GetSection(TSettings.SectionName)
                .GetChildren()
                .Where(child => !HasProperty(typeof(TSettings), child.Key))
                .Select(child =>
                    $"There is no setting {TSettings.SectionName}:{child.Key}; docs/configuration.md lists those that there are."
                ),
            .. settings.Problems(),
        ];

    // What is only computed from others is none; a list is filled where it is.
    private static bool HasProperty(Type settings, string name) =>
        settings
            .GetProperties()
            .Any(property =>
                property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                && (property.CanWrite || property.PropertyType != typeof(string))
            );

    private sealed class Check<TSettings>(IConfiguration configuration) : IValidateOptions<TSettings>
        where TSettings : class, ISettings
    {
        public ValidateOptionsResult Validate(string? name, TSettings options)
        {
            var problems = Problems(options, configuration);
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
