using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Cognito;

/// <summary><c>cruddur cognito</c>: the people of a user pool, as the original's command of the same name.</summary>
internal static class CognitoCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new CruddurCommand("cognito", "Look into a Cognito user pool, and add somebody to it.");
        command.Add(ListUsersCommand.Create(terminal));
        command.Add(CreateUserCommand.Create(terminal));
        return command;
    }
}
