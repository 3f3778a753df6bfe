using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Cli.Users;

/// <summary>Adds people whom a file lists. Whoever is there already stays as they are, so that an import can be run again.</summary>
internal sealed class PeopleImport(ITable table, IUserDirectory directory, TimeProvider time) : IDisposable
{
    private const int Workers = 16;

    private readonly UuidSource _uuids = new(time);
    private readonly LocalAccounts _accounts = new(
        table,
        directory,
        new UuidSource(time),
        time,
        Options.Create(new AccountsOptions()),
        NullLogger<LocalAccounts>.Instance
    );

    public void Dispose() => _accounts.Dispose();

    /// <summary>Looks who is there, and changes nothing.</summary>
    public async Task<ImportPlan> PlanAsync(IReadOnlyList<ListedPerson> people, CancellationToken cancellationToken)
    {
        var (added, bad) = (new ConcurrentBag<ListedPerson>(), new ConcurrentBag<BadLine>());
        await ForEachAsync(
            people,
            async (person, token) =>
            {
                if (person.Subject is { } subject && await directory.FindBySubjectAsync(subject, token) is not null)
                {
                    return;
                }
                var there = await directory.FindByHandleAsync(person.Handle, token);
                if (await ProblemOfAsync(person, there, token) is { } problem)
                {
                    bad.Add(new BadLine(person.Line, problem));
                }
                else if (there is null)
                {
                    added.Add(person);
                }
            },
            cancellationToken
        );
        return new ImportPlan([.. added.OrderBy(person => person.Line)], [.. bad]);
    }

    /// <returns>Those who could not be added, as somebody else was faster.</returns>
    public async Task<IReadOnlyList<BadLine>> AddAsync(
        IReadOnlyList<ListedPerson> people,
        CancellationToken cancellationToken
    )
    {
        // A password that nobody knows, so that "forgotten password" is the way in.
        var hash = new Lazy<string>(() => _accounts.HashPassword(UnknownPassword()));
        var bad = new ConcurrentBag<BadLine>();
        await ForEachAsync(
            people,
            async (person, token) =>
            {
                if (!await TryAddAsync(person, hash, token))
                {
                    bad.Add(new BadLine(person.Line, "somebody got the handle or the subject during the import"));
                }
            },
            cancellationToken
        );
        return [.. bad];
    }

    /// <summary>Why somebody can neither be added nor be there already.</summary>
    /// <param name="there">Who has the handle; null for nobody.</param>
    private async Task<string?> ProblemOfAsync(
        ListedPerson person,
        UserProfile? there,
        CancellationToken cancellationToken
    )
    {
        if (person.Subject is not null)
        {
            return there is null ? null : "somebody else has the handle: a person without this subject";
        }
        if (person.Email is not { } email)
        {
            return null;
        }
        if (there is null)
        {
            // The account would have to sign in with its handle, and could not be sent a password.
            return await _accounts.IsInUseAsync(email, cancellationToken)
                ? "another account signs in with the e-mail address"
                : null;
        }
        var account = await _accounts.FindAsync(there.Uuid, cancellationToken);
        return string.Equals(account?.Email, email.Value, StringComparison.OrdinalIgnoreCase)
            ? null
            : "somebody else has the handle: a person without this e-mail address";
    }

    private async Task<bool> TryAddAsync(ListedPerson person, Lazy<string> hash, CancellationToken cancellationToken)
    {
        if (person is { Subject: null, Email: { } email })
        {
            var registered = await _accounts.RegisterWithHashAsync(
                new NewPerson(person.Handle, person.DisplayName, email),
                hash.Value,
                cancellationToken
            );
            return registered is RegisterResult.Registered;
        }
        var now = time.GetUtcNow();
        var createdAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var profile = new UserProfile(_uuids.Next(), person.Handle, person.DisplayName, createdAt);
        var user = new NewUser(profile, person.Subject, person.Email?.Value);
        return await directory.CreateAsync(user, [], cancellationToken) == CreateUserResult.Created;
    }

    private static Password UnknownPassword() =>
        Password.TryParse(RandomNumberGenerator.GetHexString(64), out var password, out _)
            ? password
            : throw new InvalidOperationException("A random password breaks the rules.");

    private static Task ForEachAsync(
        IReadOnlyList<ListedPerson> people,
        Func<ListedPerson, CancellationToken, ValueTask> work,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            people,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
            work
        );
}

/// <summary>What an import would do.</summary>
/// <param name="New">Who is to be added; all others but the bad ones are there already.</param>
internal sealed record ImportPlan(IReadOnlyList<ListedPerson> New, IReadOnlyList<BadLine> Bad);
