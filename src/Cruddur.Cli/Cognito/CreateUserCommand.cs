using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Server.Accounts;
using Cruddur.Server.Cognito;
using Cruddur.Users;

namespace Cruddur.Cli.Cognito;

/// <summary><c>cruddur cognito create-user</c>: somebody who may sign in at once.</summary>
internal static class CreateUserCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new PoolOptions(TableUse.Write);
        var handle = new Argument<string>("HANDLE") { Description = "The person's handle: preferred_username." };
        var email = new Option<string>("--email") { Description = "The e-mail address.", Required = true };
        var name = new Option<string?>("--name") { Description = "The display name. Default: the handle." };
        var command = new CruddurCommand(
            "create-user",
            "Add somebody to the pool, with a password that is asked for. Nothing is sent; the address counts as confirmed."
        )
        {
            Notes =
            {
                "The password is read from standard input, and so kept out of the list of processes; typed on a terminal it is not shown.\n"
                    + "The user name in the pool is the handle, or the address where the setting Cognito:Username is Email.",
            },
            Examples =
            {
                ("cruddur cognito create-user alice --email alice@example.com < password", "from a file, for a script"),
            },
        };
        command.Add(handle);
        command.Add(email);
        command.Add(name);
        options.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var target = options.TargetOf(parsed);
                if (
                    ReadPerson(parsed.GetValue(handle), parsed.GetValue(email), parsed.GetValue(name), out var problem)
                    is not { } person
                )
                {
                    terminal.Error.WriteLine(problem);
                    return ExitCode.Failed;
                }
                if (!await target.IsConfirmedAsync(terminal, cancellationToken))
                {
                    return ExitCode.Failed;
                }
                var password = terminal.AskSecret("Password: ") ?? "";
                if (!Password.TryParse(password, out _, out _))
                {
                    terminal.Error.WriteLine(
                        $"A password has {Password.MinLength} to {Password.MaxLength} characters. Nothing was done."
                    );
                    return ExitCode.Failed;
                }
                return await AddAsync(terminal, target, person, password, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> AddAsync(
        Terminal terminal,
        PoolTarget target,
        NewPerson person,
        string password,
        CancellationToken cancellationToken
    )
    {
        using var pool = target.Open(terminal.Time);
        var username = target.Settings.Username == CognitoUsername.Email ? person.Email.Value : person.Handle.Folded;
        var isAdded = await pool.CreateUserAsync(
            username,
            password,
            [
                new("email", person.Email.Value),
                new("email_verified", "true"),
                new("preferred_username", person.Handle.Value),
                new("name", person.DisplayName.Value),
            ],
            cancellationToken
        );
        terminal.Error.WriteLine(
            isAdded
                ? $"@{person.Handle} is in the pool {VisibleText.Of(target.UserPoolId)}, and is added here with the first sign-in."
                : $"The pool {VisibleText.Of(target.UserPoolId)} has that user name or address already. Nothing was done."
        );
        return isAdded ? ExitCode.Done : ExitCode.Failed;
    }

    private static NewPerson? ReadPerson(string? handleText, string? emailText, string? nameText, out string? problem)
    {
        if (
            Handle.TryParse(Handle.WithoutAt(handleText), out var handle, out problem)
            && EmailAddress.TryParse(emailText, out var email, out problem)
            && DisplayName.TryParse(nameText ?? handle.Value, out var name, out problem)
        )
        {
            return new NewPerson(handle, name, email);
        }
        return null;
    }
}
