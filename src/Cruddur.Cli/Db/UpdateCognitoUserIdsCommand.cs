using System.CommandLine;
using Cruddur.Cli.Cognito;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres;
using Cruddur.Postgres.Users;
using Cruddur.Server.Cognito;
using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Cruddur.Server.Users;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Db;

/// <summary>
/// <c>cruddur db update-cognito-user-ids</c>: gives people the subjects that a user pool has for them, by their handles.
/// </summary>
internal static class UpdateCognitoUserIdsCommand
{
    public static Command Create(Terminal terminal)
    {
        var (options, pool, json) = (
            new DbOptions(TableUse.Write),
            new PoolOptions(TableUse.Read, isAlone: false),
            CommonOptions.Json()
        );
        var data = CommonOptions.Data();
        data.Description =
            "The people are in the table of this folder, and not in Postgres. No server may be running on it.";
        var apply = new Option<bool>("--apply") { Description = "Write it. Without, it is only said what would be." };
        var command = new CruddurCommand(
            "update-cognito-user-ids",
            "Give people the subjects that a Cognito pool has for them, matched by handle (preferred_username)."
        )
        {
            Notes =
            {
                "For people who were here and in the pool before the two knew of each other: without it somebody who signs in for the\n"
                    + "first time is added as somebody new. Whoever has the subject already keeps it.",
            },
            Examples =
            {
                ("cruddur db update-cognito-user-ids --prod", "what would change, with the pool on AWS"),
                ("cruddur db update-cognito-user-ids --prod --apply", "change it, after asking"),
            },
        };
        options.AddTo(command);
        pool.AddTo(command);
        command.Add(data);
        command.Add(apply);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var asked = new Request(parsed.GetValue(apply), parsed.GetValue(json));
                var target = pool.TargetOf(parsed, options.IsProd(parsed));
                return parsed.GetValue(data) is { } folder
                    ? await InFolderAsync(terminal, target, DataFolder.Find(folder), asked, cancellationToken)
                    : await InPostgresAsync(terminal, target, options.TargetOf(parsed), asked, cancellationToken);
            }
        );
        return command;
    }

    /// <summary>As the last part of <c>db setup</c>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> AfterSetupAsync(
        Terminal terminal,
        DbTarget target,
        CancellationToken cancellationToken
    )
    {
        var settings = SettingsSetup.Read<CognitoOptions>(CommandSettings.Read());
        if (settings.UserPoolId is null)
        {
            terminal.Error.WriteLine("Subjects of a Cognito pool: none is in the settings, so none were set.");
            return ExitCode.Done;
        }
        if (settings.Endpoint is null && !target.OnProd)
        {
            terminal.Error.WriteLine(
                "The Cognito pool of the settings is on AWS, so it was not asked. Run 'cruddur db update-cognito-user-ids --prod'."
            );
            return ExitCode.Done;
        }
        var pool = new PoolTarget(settings, settings.FindRegion()!, OnAws: settings.Endpoint is null, Asks: false);
        return await InPostgresAsync(
            terminal,
            pool,
            target with
            {
                Asks = false,
            },
            new Request(Apply: true, Json: false),
            cancellationToken
        );
    }

    private static async Task<int> InFolderAsync(
        Terminal terminal,
        PoolTarget pool,
        StorageOptions folder,
        Request asked,
        CancellationToken cancellationToken
    )
    {
        await pool.AnnounceAsync(terminal, cancellationToken);
        await using var table = asked.Apply
            ? await DataFolder.OpenExistingAsync(folder, terminal.Time, cancellationToken)
            : DataFolder.OpenReadOnly(folder, terminal.Time);
        using var people = new TableUserDirectory(table, terminal.Time);
        return await RunAsync(terminal, pool, people, asked, cancellationToken);
    }

    private static async Task<int> InPostgresAsync(
        Terminal terminal,
        PoolTarget pool,
        DbTarget target,
        Request asked,
        CancellationToken cancellationToken
    )
    {
        await pool.AnnounceAsync(terminal, cancellationToken);
        // Nothing is written without --apply, so nothing need be asked.
        if (!(target with { Asks = target.Asks && asked.Apply }).IsConfirmed(terminal))
        {
            return ExitCode.Failed;
        }
        await using var database = await target.OpenAsync(cancellationToken);
        var settings = SettingsSetup.Read<DirectoryOptions>(CommandSettings.Read());
        using var people = new PostgresUserDirectory(
            database,
            table: null,
            settings.PoolIssuer ?? pool.Settings.Issuer,
            terminal.Time,
            NullLogger<PostgresUserDirectory>.Instance
        );
        return await RunAsync(terminal, pool, people, asked, cancellationToken);
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        PoolTarget target,
        IUserDirectory people,
        Request asked,
        CancellationToken cancellationToken
    )
    {
        using var pool = target.Open(terminal.Time);
        var update = new SubjectUpdate(people, target.Settings.Issuer, asked.Apply);
        var changes = new List<SubjectChange>();
        await foreach (var user in pool.ListUsersAsync(cancellationToken))
        {
            changes.Add(await update.OfAsync(user, cancellationToken));
        }
        changes.Sort((a, b) => string.CompareOrdinal(a.User.Handle, b.User.Handle));
        if (asked.Json)
        {
            JsonOutput.Write(terminal, Report.Of(changes, asked.Apply));
        }
        else
        {
            Columns.Write(
                terminal.Out,
                [
                    .. changes.Select(change =>
                        new[]
                        {
                            VisibleText.Of(change.User.Handle ?? "-"),
                            VisibleText.Of(change.User.Sub),
                            WordsOf(change.Outcome, asked.Apply),
                        }
                    ),
                ]
            );
        }
        Summarize(terminal, changes, asked.Apply);
        return changes.Exists(change => change.Outcome == SubjectOutcome.OfSomebodyElse)
            ? ExitCode.Failed
            : ExitCode.Done;
    }

    private static void Summarize(Terminal terminal, List<SubjectChange> changes, bool isApplied)
    {
        var changed = changes.Count(change => change.Outcome == SubjectOutcome.Changed);
        terminal.Error.WriteLine(
            isApplied ? $"{Wording.Of(changed)} changed."
            : changed > 0 ? $"{Wording.Of(changed)} would change. Nothing was written; --apply does it."
            : "Nothing would change."
        );
        if (changes.Exists(change => change.Outcome == SubjectOutcome.OfSomebodyElse))
        {
            terminal.Error.WriteLine(
                "Some subjects belong to other people here, who signed in with them before; those are left as they are."
            );
        }
    }

    private static string WordsOf(SubjectOutcome outcome, bool isApplied) =>
        outcome switch
        {
            SubjectOutcome.Changed => isApplied ? "changed" : "would change",
            SubjectOutcome.Unchanged => "unchanged",
            SubjectOutcome.NotHere => "nobody here",
            SubjectOutcome.OfSomebodyElse => "somebody else here has it",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "There are no words for it."),
        };

    private sealed record Request(bool Apply, bool Json);

    private sealed record Report(bool Applied, IReadOnlyList<ReportLine> Users)
    {
        public static Report Of(IEnumerable<SubjectChange> changes, bool isApplied) =>
            new(
                isApplied,
                [
                    .. changes.Select(change => new ReportLine(
                        change.User.Handle,
                        change.User.Sub,
                        WordsOf(change.Outcome, isApplied: true).Replace(' ', '_')
                    )),
                ]
            );
    }

    private sealed record ReportLine(string? Handle, string Sub, string Outcome);
}
