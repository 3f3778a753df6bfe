using System.CommandLine;
using System.Text;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Users;

namespace Cruddur.Cli.Users;

/// <summary><c>cruddur users import</c>: adds people whom a file lists.</summary>
internal static class ImportCommand
{
    public static Command Create(Terminal terminal, ITableSource source)
    {
        var file = new Argument<string>("FILE")
        {
            Description =
                $"Comma-separated values in UTF-8; its first line names the columns: {string.Join(", ", PeopleFile.Columns)}.",
        };
        var issuer = new Option<string?>("--issuer")
        {
            Description = "Whose subjects are in the file. Without it they are written as issuer|sub.",
            HelpName = "URL",
        };
        issuer.Validators.Add(result =>
        {
            if (!Subject.TryCreate(result.GetValueOrDefault<string?>(), "x", out _, out var problem))
            {
                result.AddError($"--issuer: {problem}");
            }
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done, and do nothing." };
        var skipBad = new Option<bool>("--skip-bad")
        {
            Description = "Import the good lines though there are bad ones.",
        };
        var json = CommonOptions.Json();
        var command = new CruddurCommand(
            "import",
            "Add people whom a file lists. Who is there already stays as they are."
        )
        {
            Notes =
            {
                "Every bad line is told with its number and what is wrong; nothing is imported then, unless --skip-bad says so.\n"
                    + "Somebody is there already who has the subject or, of a line without one, the handle: the same file again adds\n"
                    + $"nobody. {source.WritingNote}",
                "Who has a subject signs in with a token of that issuer. Who has only an e-mail address gets an account with a\n"
                    + "password that nobody knows: \"forgotten password\" sets one, where the server sends mails. People go where the\n"
                    + "settings say (Directory:Provider).",
            },
            Examples =
            {
                ($"{source.Program} users import people.csv --dry-run", "what would be done"),
                ($"{source.Program} users import people.csv --issuer https://login.example.com", "with plain subjects"),
            },
        };
        command.Add(file);
        command.Add(issuer);
        command.Add(dryRun);
        command.Add(skipBad);
        source.AddTo(command);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var list = Read(parsed.GetValue(file)!, parsed.GetValue(issuer));
                if (list.Bad.Count > 0 && !parsed.GetValue(skipBad))
                {
                    // Before anything is opened, or asked.
                    return new ImportReport(terminal, parsed.GetValue(json)).Refuse(list);
                }
                await using var opened = await source.OpenAsync(parsed, terminal, cancellationToken);
                return opened is null
                    ? ExitCode.Failed
                    : await ImportAsync(
                        terminal,
                        opened,
                        list,
                        new ImportReport(terminal, parsed.GetValue(json)) { IsDryRun = parsed.GetValue(dryRun) },
                        parsed.GetValue(skipBad),
                        cancellationToken
                    );
            }
        );
        return command;
    }

    private static PeopleFile Read(string path, string? issuer)
    {
        // Other encodings would be names with wrong letters in them.
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var reader = new StreamReader(path, strict);
        try
        {
            return PeopleFile.Read(reader, issuer);
        }
        catch (DecoderFallbackException exception)
        {
            throw new IOException($"{path} is not in UTF-8. Save it so, then import it again.", exception);
        }
    }

    private static async Task<int> ImportAsync(
        Terminal terminal,
        OpenedTable opened,
        PeopleFile list,
        ImportReport report,
        bool skipBad,
        CancellationToken cancellationToken
    )
    {
        await using var directory = report.IsDryRun
            ? await OpenedDirectory.OpenAsync(opened.Table, terminal.Time, cancellationToken)
            : await OpenedDirectory.OpenForWritingAsync(opened, terminal, cancellationToken);
        if (directory is null)
        {
            return ExitCode.Failed;
        }
        using var import = new PeopleImport(opened.Table, directory.People, terminal.Time);
        var plan = await import.PlanAsync(list.People, cancellationToken);
        list.Bad.AddRange(plan.Bad);
        if (plan.Bad.Count > 0 && !skipBad)
        {
            return report.Refuse(list);
        }
        var failed = report.IsDryRun ? [] : await import.AddAsync(plan.New, cancellationToken);
        list.Bad.AddRange(failed);
        var there = list.People.Count - plan.New.Count - plan.Bad.Count;
        return report.Tell(list, plan.New.Count - failed.Count, there, opened.Name, failed.Count == 0);
    }
}
