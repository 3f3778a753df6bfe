using System.Reflection;
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
        where TSettings : class, ISettings, new() => Read<TSettings>(configuration, settings => settings.Problems());

    /// <param name="check">What is wrong with them, for whoever needs less than a server.</param>
    /// <inheritdoc cref="Read{TSettings}(IConfiguration)"/>
    public static TSettings Read<TSettings>(IConfiguration configuration, Func<TSettings, IEnumerable<string>> check)
        where TSettings : class, ISettings, new()
    {
        var settings = configuration.GetSection(TSettings.SectionName).Get<TSettings>() ?? new();
        var problems = Problems<TSettings>(configuration, check(settings));
        return problems.Count == 0
            ? settings
            : throw new OptionsValidationException(TSettings.SectionName, typeof(TSettings), problems);
    }

    private static List<string> Problems<TSettings>(IConfiguration configuration, IEnumerable<string> found)
        where TSettings : ISettings =>
        [
            .. Unknown(typeof(TSettings), configuration.GetSection(TSettings.SectionName))
                .Select(name => $"There is no setting {name}; docs/configuration.md lists those that there are."),
            .. found,
        ];

    private static IEnumerable<string> Unknown(Type settings, IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            var property = settings
                .GetProperties()
                .FirstOrDefault(one =>
                    one.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase) && IsSetting(one)
                );
            var within =
                property is null ? [child.Path]
                : ElementOf(property) is { } element ? child.GetChildren().SelectMany(one => Unknown(element, one))
                : [];
            foreach (var name in within)
            {
                yield return name;
            }
        }
    }

    // What is only computed from others is none; a list is filled where it is.
    private static bool IsSetting(PropertyInfo property) =>
        property.CanWrite || property.PropertyType != typeof(string);

    // Of a list of settings that belong together, such as those of an issuer.
    private static Type? ElementOf(PropertyInfo property) =>
        property.PropertyType.IsGenericType
        && property.PropertyType.GetGenericArguments() is [{ IsClass: true } element]
        && element != typeof(string)
            ? element
            : null;

    private sealed class Check<TSettings>(IConfiguration configuration) : IValidateOptions<TSettings>
        where TSettings : class, ISettings
    {
        public ValidateOptionsResult Validate(string? name, TSettings options)
        {
            var problems = Problems<TSettings>(configuration, options.Problems());
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
