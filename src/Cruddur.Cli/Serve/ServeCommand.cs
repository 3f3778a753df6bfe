using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;
using Cruddur.Server.Storage;

namespace Cruddur.Cli.Serve;

/// <summary><c>cruddur serve</c>: runs the server until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = CommonOptions.Whole("--port", "The port to listen on; 0 takes any free one.", 8080, 0, 65535);
        port.HelpName = "PORT";
        var address = new Option<string>("--address")
        {
            Description = "The address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for every one it has.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var data = CommonOptions.Data();
        var demo = new Option<bool>("--demo")
        {
            Description =
                "Add the demo people and their conversations first, where they are not there yet. Not on AWS, nor in a Postgres on "
                + "another machine.",
        };
        var command = new CruddurCommand("serve", "Run the server until Ctrl+C or SIGTERM.")
        {
            TreatUnmatchedTokensAsErrors = false,
            Notes =
            {
                "Other settings are given as --Section:Name=value, as environment variables (Section__Name) or in\n"
                    + "appsettings.json beside the program; an option above wins over a setting.",
            },
            Examples =
            {
                ("cruddur serve --demo", "a server to try out, on port 8080 of this machine"),
                ("cruddur serve --port 0 --data /srv/cruddur", "any free port, data in /srv/cruddur"),
                ("cruddur serve --Logging:LogLevel:Default=Debug", "with a setting"),
            },
        };
        command.Add(port);
        command.Add(address);
        command.Add(data);
        command.Add(demo);
        address.Validators.Add(result =>
        {
            if (ListenAddress.Parse(result.GetValueOrDefault<string>() ?? "") is null)
            {
                result.AddError(
                    $"--address takes an IP address of this machine, not '{result.GetValueOrDefault<string>()}'."
                );
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                if (parsed.UnmatchedTokens.FirstOrDefault(token => !ServerSetting.IsOne(token)) is { } unknown)
                {
                    return Task.FromResult(
                        WrongUsage.Show(
                            parsed,
                            terminal,
                            [$"'{unknown}' is no option of serve; a setting looks like --Section:Name=value."]
                        )
                    );
                }
                string[] settings = parsed.GetValue(data) is { } folder
                    ?
                    [
                        .. parsed.UnmatchedTokens,
                        $"--{StorageOptions.Section}:{nameof(StorageOptions.Folder)}={Path.GetFullPath(folder)}",
                    ]
                    : [.. parsed.UnmatchedTokens];
                var listen = new ListenAddress(ListenAddress.Parse(parsed.GetValue(address)!)!, parsed.GetValue(port));
                return new ServerRun(terminal, listen, settings, parsed.GetValue(demo)).RunAsync(cancellationToken);
            }
        );
        return command;
    }
}
