using System.CommandLine;
using Cruddur.Cli.Cognito;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Postgres.Users;
using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Server.Cognito;
using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Cruddur.Server.Users;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

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
        var trustHandles = new Option<bool>("--trust-handles")
        {
            Description = "Also those who have no verified address in common. Look at the list first.",
        };
        var command = new CruddurCommand(
            "update-cognito-user-ids",
            "Give people the subjects that a Cognito pool has for them, matched by handle (preferred_username)."
        )
        {
            Notes =
            {
                "For people who were here and in the pool before the two knew of each other: without it somebody who signs in for the\n"
                    + "first time is added as somebody new. Whoever has a subject already keeps it.",
                "Who signs in with the subject is that person here from then on, with all they wrote. So it is given where the address\n"
                    + "that the pool has verified is the one here too. A handle alone proves nothing: whoever is in the pool may call\n"
                    + "themselves so. The list tells what each has in common; --trust-handles is for a pool whose handles only you set.",
            },
            Examples =
            {
                ("cruddur db update-cognito-user-ids --prod", "what would change, with the pool on AWS"),
                ("cruddur db update-cognito-user-ids --prod --apply", "change it, after asking"),
            },
        };
        options.AddTo(command, instead: data);
        pool.AddTo(command);
        command.Add(data);
        command.Add(apply);
        command.Add(trustHandles);
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var asked = new Request(parsed.GetValue(apply), parsed.GetValue(trustHandles), parsed.GetValue(json));
                var target = pool.TargetOf(parsed, options.IsProd(parsed));
                return parsed.GetValue(data) is { } folder
                    ? await InFolderAsync(terminal, target, DataFolder.Find(folder), asked, cancellationToken)
                    : await InPostgresAsync(terminal, target, options.TargetOf(parsed), asked, cancellationToken);
            }
        );
        return command;
    }

    /// <summary>The pool of the settings, for the last part of <c>db setup</c>: found before anything is dropped.</summary>
    /// <returns>Null when none is to be asked, which somebody has been told.</returns>
    /// <exception cref="StorageException">As of <see cref="PoolTarget.Of"/>.</exception>
    public static PoolTarget? PoolOfSettings(Terminal terminal, DbTarget target)
    {
        var settings = CognitoOptions.ReadPool(CommandSettings.Read());
        if (settings.UserPoolId is null)
        {
            terminal.Error.WriteLine("Subjects of a Cognito pool: none is in the settings, so none are set.");
            return null;
        }
        var emulator = PoolTarget.FindEmulator(settings);
        if (emulator is null && !target.OnProd)
        {
            terminal.Error.WriteLine(
                "The Cognito pool of the settings is on AWS, so it is not asked. 'cruddur db update-cognito-user-ids --prod --connection URL' "
                    + "does later, for the database that the URL names."
            );
            return null;
        }
        return PoolTarget.Of(settings, emulator, target.OnProd, asks: false);
    }

    /// <summary>As the last part of <c>db setup</c>: the demo people are nobody's, and take whoever has their handles.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> AfterSetupAsync(
        Terminal terminal,
        PoolTarget pool,
        DbTarget target,
        CancellationToken cancellationToken
    ) =>
        InPostgresAsync(
            terminal,
            pool,
            target with
            {
                Asks = false,
            },
            new Request(Apply: true, TrustHandles: true, Json: false),
            cancellationToken
        );

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
        using var accounts = new LocalAccounts(
            table,
            people,
            new UuidSource(terminal.Time),
            terminal.Time,
            Options.Create(new AccountsOptions()),
            NullLogger<LocalAccounts>.Instance
        );
        return await RunAsync(terminal, pool, people, accounts, asked, cancellationToken);
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
        return await RunAsync(terminal, pool, people, accounts: null, asked, cancellationToken);
    }

    private static async Task<int> RunAsync(
        Terminal terminal,
        PoolTarget target,
        IUserDirectory people,
        IAccounts? accounts,
        Request asked,
        CancellationToken cancellationToken
    )
    {
        using var pool = target.Open(terminal.Time);
        var users = await pool.ListUsersAsync(cancellationToken).ToListAsync(cancellationToken);
        var update = new SubjectUpdate(people, accounts, target.Settings.Issuer)
        {
            IsApplied = asked.Apply,
            TrustsHandles = asked.TrustHandles,
        };
        var changes = await update.OfAsync(users, cancellationToken);
        return new SubjectReport(terminal, asked.Apply).Tell(changes, asked.Json);
    }

    private sealed record Request(bool Apply, bool TrustHandles, bool Json);
}
