using System.CommandLine;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Serve;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Doctor;

/// <summary><c>cruddur doctor</c>: whether a server would start and work here.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = CommonOptions.Data();
        var port = CommonOptions.Whole("--port", "The port that the server is to listen on.", 8080, 0, 65535);
        var json = CommonOptions.Json();
        var command = new CruddurCommand("doctor", "Check whether a server would start and work here. Changes nothing.")
        {
            Notes =
            {
                "ok: as it should be. warn: it works, but something should be changed. FAIL: it would not start or not work;\n"
                    + "the exit code is then 1.",
            },
            Examples = { ("cruddur doctor --data /srv/cruddur --port 80", "before a server is started with these") },
        };
        command.Add(data);
        command.Add(port);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var examination = new Examination(
                    DataFolder.Find(parsed.GetValue(data)),
                    new ListenAddress(System.Net.IPAddress.Loopback, parsed.GetValue(port)),
                    terminal.Time
                );
                var results = await examination.RunAsync(cancellationToken);
                var isHealthy = results.All(result => result.Status != CheckResult.FailStatus);
                if (parsed.GetValue(json))
                {
                    JsonOutput.Write(terminal, new Report(isHealthy, results));
                }
                else
                {
                    Print(terminal, results);
                }
                return isHealthy ? ExitCode.Done : ExitCode.Failed;
            }
        );
        return command;
    }

    private static void Print(Terminal terminal, IReadOnlyList<CheckResult> results)
    {
        var width = results.Max(result => result.Name.Length);
        foreach (var result in results)
        {
            terminal.Out.WriteLine(
                $"{result.Status, -4}  {result.Name.PadRight(width)}  {VisibleText.Of(result.Detail)}"
            );
            if (result.Advice is not null)
            {
                terminal.Out.WriteLine($"      {new string(' ', width)}  {VisibleText.Of(result.Advice)}");
            }
        }
    }

    private sealed record Report(bool Healthy, IReadOnlyList<CheckResult> Checks);
}
