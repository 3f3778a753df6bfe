using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Cli.Seed;

/// <summary>
/// Registers the people of a plan, all with one password, hashed once. Who is in the directory already gets the account
/// only, if there is none: 'cruddur db seed' puts people into Postgres without.
/// </summary>
/// <param name="hashPassword">Called only when somebody is new: it takes a tenth of a second or more.</param>
internal sealed class PeopleSeeding(
    ITable table,
    IUserDirectory directory,
    Func<string> hashPassword,
    SeedCounts counts
)
{
    /// <summary>Hashes as a server with the default settings does.</summary>
    public static Func<Password, string> HasherOver(ITable table, TimeProvider time) =>
        password =>
        {
            using var directory = new TableUserDirectory(table, time);
            using var accounts = new LocalAccounts(
                table,
                directory,
                new UuidSource(time),
                time,
                Options.Create(new AccountsOptions()),
                NullLogger<LocalAccounts>.Instance
            );
            return accounts.HashPassword(password);
        };

    /// <returns>A handle that somebody else has; null when all people are there.</returns>
    public async Task<Handle?> AddAsync(
        IReadOnlyList<PlannedPerson> people,
        int workers,
        CancellationToken cancellationToken
    )
    {
        Handle? taken = null;
        var hash = new Lazy<string>(hashPassword);
        await Parallel.ForEachAsync(
            people,
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
            async (person, token) =>
            {
                if (!await IsThereAsync(person, hash, token))
                {
                    taken = person.Person.Handle;
                }
            }
        );
        return taken;
    }

    private async Task<bool> IsThereAsync(PlannedPerson person, Lazy<string> hash, CancellationToken cancellationToken)
    {
        using var accounts = AccountsFor(person);
        if (await directory.FindByHandleAsync(person.Person.Handle, cancellationToken) is { } existing)
        {
            counts.CountPerson(added: false);
            return existing.Uuid == person.Uuid && await HasAccountAsync(person, accounts, hash, cancellationToken);
        }
        var result = await accounts.RegisterWithHashAsync(person.Person, hash.Value, cancellationToken);
        counts.CountPerson(added: true);
        return result is RegisterResult.Registered;
    }

    private static async Task<bool> HasAccountAsync(
        PlannedPerson person,
        LocalAccounts accounts,
        Lazy<string> hash,
        CancellationToken cancellationToken
    )
    {
        if (await accounts.FindAsync(person.Uuid, cancellationToken) is null)
        {
            await accounts.AddAccountAsync(person.Uuid, person.Person.Email, hash.Value, cancellationToken);
        }
        return true;
    }

    // One for each person, as each signed up at another time. It hashes nothing that matters: the hash is given.
    private LocalAccounts AccountsFor(PlannedPerson person) =>
        new(
            table,
            directory,
            new PlannedUuid(person.Uuid),
            new SeedClock { Now = person.SignedUpAt },
            Options.Create(new AccountsOptions { PasswordHashIterations = 1 }),
            NullLogger<LocalAccounts>.Instance
        );

    private sealed class PlannedUuid(Guid uuid) : IUuidSource
    {
        public Guid Next() => uuid;
    }
}
