using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Db;

/// <summary><c>cruddur db seed</c>: the demo people, under the uuids that they have everywhere.</summary>
internal static class DbSeedCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, json) = (new DbOptions(TableUse.Write), CommonOptions.Json());
        var command = new CruddurCommand("seed", "Add the demo people to the database. Who is there already stays.")
        {
            Notes =
            {
                "Their accounts and conversations are in the table: 'cruddur serve --demo' and 'bin/run' add those.",
            },
            Examples = { ("cruddur db seed", "alice, bob, carol and dave") },
        };
        options.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                return target.IsConfirmed(terminal)
                    ? await SeedAsync(terminal, target, parsed.GetValue(json), cancellationToken)
                    : ExitCode.Failed;
            }
        );
        return command;
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> SeedAsync(
        Terminal terminal,
        DbTarget target,
        bool json,
        CancellationToken cancellationToken
    )
    {
        await using var database = await target.OpenAsync(cancellationToken);
        using var directory = new PostgresUserDirectory(
            database,
            table: null,
            poolIssuer: null,
            terminal.Time,
            NullLogger<PostgresUserDirectory>.Instance
        );
        var people = DemoData.PlanAt(terminal.Time.GetUtcNow()).People;
        var added = 0;
        foreach (var person in people)
        {
            switch (await AddAsync(directory, person, cancellationToken))
            {
                case null:
                    terminal.Error.WriteLine(
                        $"@{person.Person.Handle} is somebody else in {target.Name}, or just being added by a server. Use another database, or 'cruddur db setup'."
                    );
                    return ExitCode.Failed;
                case true:
                    added++;
                    break;
            }
        }
        if (json)
        {
            JsonOutput.Write(terminal, new Report(people.Count, added));
            return ExitCode.Done;
        }
        terminal.Out.WriteLine($"people  {Wording.Of(people.Count)} ({Wording.Of(added)} new)");
        return ExitCode.Done;
    }

    /// <returns>Whether the person is new; null when somebody else has the handle.</returns>
    private static async Task<bool?> AddAsync(
        PostgresUserDirectory directory,
        PlannedPerson person,
        CancellationToken cancellationToken
    )
    {
        var (handle, name, email) = (person.Person.Handle, person.Person.DisplayName, person.Person.Email.Value);
        if (await directory.FindByHandleAsync(handle, cancellationToken) is { } there)
        {
            return there.Uuid == person.Uuid ? false : null;
        }
        var user = new NewUser(new UserProfile(person.Uuid, handle, name, person.SignedUpAt), Email: email);
        return await directory.CreateAsync(user, [], cancellationToken) == CreateUserResult.Created ? true : null;
    }

    private sealed record Report(int People, int PeopleAdded);
}
