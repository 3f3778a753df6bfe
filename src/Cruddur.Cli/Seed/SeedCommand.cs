using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Seed.Plausible;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Seed;

/// <summary><c>cruddur seed</c>, <c>cruddur ddb seed</c>: fills a table with demo people, or with any amount of plausible data.</summary>
internal static class SeedCommand
{
    private const int MostPeople = 1_000_000;
    private const int MostMessages = 100_000_000;

    public static Command Create(Terminal terminal, ITableSource source)
    {
        var people = CommonOptions.Whole("--people", "How many people to make up.", null, 2, MostPeople);
        var messages = CommonOptions.Whole("--messages", "How many messages they wrote.", null, 1, MostMessages);
        var seed = CommonOptions.Whole("--seed", "Other numbers make other people and texts.", 1, 0, int.MaxValue);
        var json = CommonOptions.Json();
        var command = new CruddurCommand("seed", "Add demo people, or any amount of plausible data.")
        {
            Notes =
            {
                "Without numbers it adds the demo people. What is there already stays as it is: the same command again adds\n"
                    + $"nothing. {source.WritingNote}",
            },
            Examples =
            {
                ($"{source.Program} seed", "alice, bob, carol and dave, with some conversations"),
                ($"{source.Program} seed --people 200 --messages 100000", "much to scroll and to search through"),
            },
        };
        command.Add(people);
        command.Add(messages);
        command.Add(seed);
        source.AddTo(command);
        command.Add(json);
        command.Validators.Add(result =>
        {
            var (hasPeople, hasMessages) = (
                result.GetResult(people) is not null,
                result.GetResult(messages) is not null
            );
            if (hasPeople != hasMessages)
            {
                result.AddError("--people and --messages go together: give both, or neither for the demo people.");
            }
            else if (!hasPeople && result.GetResult(seed) is { Implicit: false })
            {
                result.AddError("--seed is for plausible data: give --people and --messages too.");
            }
        });
        command.SetAction(
            terminal,
            source,
            async (opened, parsed, cancellationToken) =>
            {
                var now = terminal.Time.GetUtcNow();
                var plan = parsed.GetResult(people) is null
                    ? DemoData.PlanAt(now)
                    : new PlausibleData(parsed.GetValue(seed)).PlanAt(
                        now,
                        parsed.GetValue(people),
                        parsed.GetValue(messages)
                    );
                return await new SeedRun(terminal, plan, parsed.GetValue(json)).RunAsync(opened, cancellationToken);
            }
        );
        return command;
    }
}
