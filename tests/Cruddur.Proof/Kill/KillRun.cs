using System.Collections.Concurrent;
using Cruddur.MessageGroups;
using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Mutants;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Kill;

/// <summary>
/// The delivered program on the embedded engine, killed under load and started again on the same folder, some times. After
/// each start what had no answer is sent again, and everything is read.
/// </summary>
internal sealed class KillRun : IDisposable
{
    private const int Devices = 4;
    private const string Other = "bob";

    /// <summary>For all that must come; a machine may be busy, or stand still for a while.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _program;
    private readonly int _seed;
    private readonly Dice _dice;
    private readonly int _port = LocalPort.Free();
    private readonly string _folder = Directory.CreateTempSubdirectory("cruddur-kill-").FullName;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly KillRecord _record = new();

    private KillRun(string program, int seed) => (_program, _seed, _dice) = (program, seed, Dice.Of(seed, 0));

    private Uri Address => new($"http://127.0.0.1:{_port}/");

    /// <summary>Runs some seeds, on all cores.</summary>
    /// <param name="program">The server's, as bin/run starts it.</param>
    public static async Task<IReadOnlyCollection<KillResult>> RunAllAsync(string program, IEnumerable<int> seeds)
    {
        var results = new ConcurrentQueue<KillResult>();
        await Parallel.ForEachAsync(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (seed, _) => results.Enqueue(await RunAsync(program, seed))
        );
        return results;
    }

    public static async Task<KillResult> RunAsync(string program, int seed, int kills = 10, Mutant mutant = Mutant.None)
    {
        using var run = new KillRun(program, seed);
        var history = await run.RunAsync(kills, mutant);
        return new(seed, kills, history, HistoryChecker.Check(history));
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<History> RunAsync(int kills, Mutant mutant)
    {
        var server = await StartAsync();
        try
        {
            List<BoxClient> people =
            [
                await BoxClient.SignUpAsync(_http, [Address], "alice"),
                await BoxClient.SignUpAsync(_http, [Address], Other),
            ];
            var group = MessageGroup.Direct(people[0].User, people[1].User, DateTimeOffset.UnixEpoch);
            var opening = new { handle = Other };
            await people[0].AskUntilAnsweredAsync(() => 0, HttpMethod.Post, "/api/message_groups", opening);
            var devices = Enumerable
                .Range(0, Devices)
                .Select(number => new KillDevice(
                    _record,
                    people[number % people.Count],
                    Address,
                    group.Uuid,
                    Dice.Of(_seed, 1, number)
                ))
                .ToList();
            for (var kill = 0; kill < kills && !_record.HasFailed; kill++)
            {
                await KillUnderLoadAsync(server, devices);
                if (mutant == Mutant.AcknowledgedBeforeCommit)
                {
                    await KillRest.ForgetAsync(_folder, group.Uuid, _record.NewestAcknowledged);
                }
                server = await StartAsync();
                using var patience = new CancellationTokenSource(Patience);
                await Task.WhenAll(devices.Select(device => device.CatchUpAsync(patience.Token)));
                var log = await _record.ReadAsync(people[0], group.Uuid);
                if (!await KillRest.FollowsAsync(people, group.Uuid, log.Count))
                {
                    _record.Fail($"the inboxes do not follow the log to {log.Count}");
                }
            }
            await server.KillAsync();
            return await KillRest.FindAsync(_folder, group, _record);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The kill meets whatever is under way.</summary>
    private async Task KillUnderLoadAsync(ChildProcess server, List<KillDevice> devices)
    {
        var enough = _record.AcknowledgedAsync(_dice.Between(20, 200));
        using var killed = new CancellationTokenSource();
        var load = Task.WhenAll(devices.Select(device => device.SendAsync(killed.Token)));
        await Task.WhenAny(enough, load, Task.Delay(Patience, TimeProvider.System));
        if (!enough.IsCompleted)
        {
            _record.Fail("the server does not answer");
        }
        await server.DisposeAsync();
        await killed.CancelAsync();
        await load;
    }

    private Task<ChildProcess> StartAsync() =>
        ChildProcess.StartAsync(
            "dotnet",
            [
                _program,
                "serve",
                $"--port={_port}",
                $"--data={_folder}",
                "--Accounts:PasswordHashIterations=1000",
                "--RateLimits:Enabled=false",
            ],
            // It shares the machine with others of its kind and with those who ask it.
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_gcServer"] = "0" },
            "ready at"
        );
}

/// <summary>What came of one run.</summary>
internal sealed record KillResult(int Seed, int Kills, History History, IReadOnlyList<Violation> Violations)
{
    public long Acknowledged => History.Sends.Count(send => send.Outcome == SendOutcome.Acknowledged);

    public override string ToString() =>
        $"seed {Seed}: killed {Kills} times, {Acknowledged} messages acknowledged"
        + string.Concat(Violations.Take(20).Select(violation => $"\n  {violation}"))
        + (Violations.Count == 0 ? "" : $"\nAgain: bin/soak --layer kill --seed {Seed} --runs 1");
}
