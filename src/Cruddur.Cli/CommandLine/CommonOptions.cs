using System.CommandLine;

namespace Cruddur.Cli.CommandLine;

/// <summary>Options that several commands have. Made anew for each command, as a parser keeps state in them.</summary>
internal static class CommonOptions
{
    private const string VerboseName = "--verbose";

    public static Option<bool> Verbose() =>
        new(VerboseName) { Description = "Show where in the program an error came from.", Recursive = true };

    public static bool IsVerbose(ParseResult parsed) => parsed.GetValue<bool>(VerboseName);

    public static Option<string?> Data()
    {
        var option = new Option<string?>("--data")
        {
            Description =
                "The folder that holds the data. Default: the setting Storage:Folder (as an environment variable: "
                + "Storage__Folder), else the folder 'data' here.",
            HelpName = "DIR",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var folder }] && string.IsNullOrWhiteSpace(folder))
            {
                result.AddError("--data takes a folder, not an empty name.");
            }
        });
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of text." };

    public static Option<int> Whole(string name, string description, int? byDefault, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N" };
        if (byDefault is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, out var number) && number >= least && number <= most)
            {
                return number;
            }
            result.AddError($"{name} takes a whole number from {least} to {most}, not '{text}'.");
            return default;
        };
        return option;
    }
}
