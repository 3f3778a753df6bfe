using System.CommandLine;
using Cruddur.Cli.Storage;

namespace Cruddur.Cli.Patterns;

/// <summary>A message group by its uuid, which list-conversations shows.</summary>
internal static class MessageGroupArgument
{
    public static Argument<Guid> Create(ITableSource source) =>
        new("UUID")
        {
            Description = $"Of the message group, as '{source.Program} patterns list-conversations' shows it.",
            CustomParser = result =>
            {
                if (Guid.TryParse(result.Tokens[0].Value, out var parsed))
                {
                    return parsed;
                }
                result.AddError(
                    $"'{result.Tokens[0].Value}' is no uuid; '{source.Program} patterns list-conversations HANDLE' shows them."
                );
                return default;
            },
        };
}
