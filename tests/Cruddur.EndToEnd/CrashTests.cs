using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd;

/// <summary>The server is killed under load, again and again; what it acknowledged is there afterwards, once.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Senders = 4;

    // Two seconds each: more of them are for a soak.
    private static readonly int Cycles = Environment.GetEnvironmentVariable("CRUDDUR_CYCLES") is { Length: > 0 } cycles
        ? int.Parse(cycles, CultureInfo.InvariantCulture)
        : 20;

    [Fact]
    public async Task Every_acknowledged_message_survives_kill_9_at_its_sequence_and_none_is_there_twice()
    {
        var folder = Directory.CreateTempSubdirectory("cruddur-crash-");
        var random = new Random(20261121);
        var acknowledged = new ConcurrentDictionary<Guid, string>();
        var unanswered = new ConcurrentQueue<(string Sender, Guid Uuid, long Base)>();
        var answeredLater = 0;
        try
        {
            var server = await ServerProcess.StartAsync(folder.FullName, "--no-demo");
            await ApiClient.SignUpAsync(server, "alice");
            await ApiClient.SignUpAsync(server, "bob");
            for (var cycle = 0; cycle < Cycles; cycle++)
            {
                if (cycle > 0)
                {
                    server = await ServerProcess.StartAsync(folder.FullName, "--no-demo");
                }
                await using (server)
                {
                    await CheckAsync(server, acknowledged, unanswered);
                    var enough = new Countdown(random.Next(20, 200));
                    var load = LoadAsync(server, acknowledged, unanswered, enough);
                    await enough.Reached.WaitAsync(TimeSpan.FromMinutes(1));
                    await server.KillAsync();
                    await load;
                    answeredLater += unanswered.Count;
                }
            }
            await using var last = await ServerProcess.StartAsync(folder.FullName, "--no-demo");
            await CheckAsync(last, acknowledged, unanswered);
            output.WriteLine(
                $"{Cycles} times killed; {acknowledged.Count} messages acknowledged, {answeredLater} of them when they were sent again; none lost or doubled"
            );
            Assert.True(acknowledged.Count > Cycles * 20);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task LoadAsync(
        ServerProcess server,
        ConcurrentDictionary<Guid, string> acknowledged,
        ConcurrentQueue<(string Sender, Guid Uuid, long Base)> unanswered,
        Countdown enough
    )
    {
        var ready = 0;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(
            Enumerable
                .Range(0, Senders)
                .Select(async sender =>
                {
                    var handle = sender % 2 == 0 ? "alice" : "bob";
                    using var person = await ApiClient.SignInAsync(server, handle);
                    var group = await person.OpenAsync(sender % 2 == 0 ? "bob" : "alice");
                    var log = await person.GetAsync($"/api/messages/{group}?limit=1");
                    var seen = log.GetArrayLength() == 0 ? 0 : log[0].GetProperty("seq").GetInt64();
                    // Nobody counts before all are ready: the kill must not meet somebody who is still signing in.
                    if (Interlocked.Increment(ref ready) == Senders)
                    {
                        go.SetResult();
                    }
                    await go.Task;
                    while (true)
                    {
                        var uuid = TestUuid.Next();
                        if (await person.TryPutAsync(group, uuid, $"{uuid}", seen) is not { } answer)
                        {
                            unanswered.Enqueue((handle, uuid, seen));
                            return;
                        }
                        acknowledged[uuid] = answer.ToString();
                        seen = answer.GetProperty("seq").GetInt64();
                        enough.Count();
                    }
                })
        );
    }

    private static async Task CheckAsync(
        ServerProcess server,
        ConcurrentDictionary<Guid, string> acknowledged,
        ConcurrentQueue<(string Sender, Guid Uuid, long Base)> unanswered
    )
    {
        using var alice = await ApiClient.SignInAsync(server, "alice");
        using var bob = await ApiClient.SignInAsync(server, "bob");
        var group = await alice.OpenAsync("bob");
        // What had no answer is sent again, with the same message_uuid and base: now it is there, once.
        while (unanswered.TryDequeue(out var send))
        {
            var sender = string.Equals(send.Sender, "alice", StringComparison.Ordinal) ? alice : bob;
            var answer = await sender.PutAsync(group, send.Uuid, $"{send.Uuid}", send.Base);
            acknowledged[send.Uuid] = answer.ToString();
        }
        var log = await alice.WholeLogAsync(group);
        Assert.Equal(Enumerable.Range(1, log.Length), log.Select(message => message.GetProperty("seq").GetInt32()));
        var byUuid = log.ToDictionary(message => message.GetProperty("uuid").GetGuid(), message => message.ToString());
        Assert.All(acknowledged, sent => Assert.Equal(sent.Value, byUuid[sent.Key]));
        Assert.Equal(acknowledged.Count, log.Length);
        await InboxFollowsAsync(alice, group, log);
        await InboxFollowsAsync(bob, group, log);
    }

    private static async Task InboxFollowsAsync(ApiClient person, Guid group, JsonElement[] log)
    {
        var me = (await person.GetAsync("/api/me")).GetProperty("uuid").GetGuid();
        var watch = Stopwatch.StartNew();
        JsonElement row;
        do
        {
            row = await person.GetAsync($"/api/message_groups/{group}");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "The inbox does not follow the log.");
        } while (row.GetProperty("last_seq").GetInt64() != log.Length);
        Assert.Equal(
            log.Count(message => message.GetProperty("user_uuid").GetGuid() != me),
            row.GetProperty("unread_count").GetInt64()
        );
    }

    /// <summary>Tells when so many have been counted.</summary>
    private sealed class Countdown(int left)
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = left;

        public Task Reached => _reached.Task;

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _reached.SetResult();
            }
        }
    }
}
