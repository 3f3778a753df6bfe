using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cruddur.Cli.CommandLine;
using Cruddur.Server;

namespace Cruddur.Tests.Project;

/// <summary>docs/configuration.md is made from the options classes and their documentation.</summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly Assembly[] Assemblies = [typeof(CruddurServer).Assembly, typeof(CommandTree).Assembly];

    [Fact]
    public void The_configuration_page_is_fresh()
    {
        var documentation = Assemblies
            .SelectMany(assembly =>
                XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            )
            // Generated code is named alike in both.
            .DistinctBy(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
            .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);
        var page = new StringBuilder(
            """
            # Configuration

            <!-- Made from the options classes; write it anew with: CRUDDUR_UPDATE=1 bin/test --quick -->

            Every setting can be given as an option of `cruddur serve` (`--Accounts:LockoutThreshold=10`) or in the environment
            (`Accounts__LockoutThreshold=10`). A wrong one is refused at start, by name.

            """
        );
        foreach (var options in OptionsClasses())
        {
            page.Append($"\n## {options.GetField("Section")!.GetValue(null)}\n\n");
            page.Append($"{Words(documentation[$"T:{options.FullName}"])}\n\n| Setting | Type | |\n|---|---|---|\n");
            var section = $"{options.GetField("Section")!.GetValue(null)}";
            foreach (var (name, setting) in SettingsOf(options, section))
            {
                var words = Words(documentation[$"P:{setting.DeclaringType!.FullName}.{setting.Name}"]);
                page.Append($"| `{name}` | {TypeOf(setting)} | {words} |\n");
            }
        }
        GeneratedPage.ShouldBe("configuration.md", page.ToString());
    }

    private static IEnumerable<Type> OptionsClasses() =>
        Assemblies
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section") is not null
            )
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    // Of a list of settings that belong together, those of its first follow it.
    private static IEnumerable<(string Name, PropertyInfo Setting)> SettingsOf(Type settings, string section) =>
        settings
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(IsSetting)
            .SelectMany(setting =>
                setting.PropertyType.GenericTypeArguments is [{ IsClass: true } element] && element != typeof(string)
                    ? SettingsOf(element, $"{section}:{setting.Name}:0").Prepend(($"{section}:{setting.Name}", setting))
                    : [($"{section}:{setting.Name}", setting)]
            );

    // What is only computed from others is none.
    private static bool IsSetting(PropertyInfo property) =>
        property.CanWrite
        || typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType != typeof(string);

    private static string TypeOf(PropertyInfo property) =>
        property.PropertyType switch
        {
            var type when type == typeof(string) => "text",
            var type when type == typeof(TimeSpan) => "time, `d.hh:mm:ss`",
            var type when type == typeof(int) => "whole number",
            var type when type == typeof(decimal) => "number",
            var type when type == typeof(Uri) => "address",
            { IsEnum: true } type => string.Join(" or ", Enum.GetNames(type).Select(name => $"`{name}`")),
            var type when Nullable.GetUnderlyingType(type) == typeof(bool) => "`true` or `false`",
            var type when type == typeof(bool) => "`true` or `false`",
            var type when typeof(IEnumerable).IsAssignableFrom(type) => "list: `…:0`, `…:1`",
            var type => throw new InvalidOperationException($"The page has no word for {type}."),
        };

    private static string Words(XElement member)
    {
        var text = string.Concat(member.Element("summary")!.Nodes().Select(WordsOf));
        return WhiteSpacePattern().Replace(text, " ").Trim();
    }

    private static string WordsOf(XNode node) =>
        node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement reference => $"`{reference.Attribute("cref")!.Value.Split('.')[^1]}`",
            _ => ((XText)node).Value,
        };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpacePattern();
}
