using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>
/// The send protocol on three nodes over a faulty table: clients send, lose answers and try again elsewhere, with the
/// same message_uuid and base.
/// </summary>
public sealed class SendProtocolTests
{
    private const int Nodes = 3;
    private const int Clients = 4;
    private const int Steps = 120;

    [Fact]
    public void Whatever_is_lost_late_stale_or_overlapping_each_message_is_in_the_log_once_and_acknowledged_ones_stay()
    {
        for (var seed = 1; seed <= 1500; seed++)
        {
            var random = new Random(seed);
            RandomOrder.Run(random, () => RunAsync(seed, random, faultRate: seed % 10 == 0 ? 0 : 0.12));
        }
    }

    private static async Task RunAsync(int seed, Random random, double faultRate)
    {
        var memory = new MemoryTable();
        var table = new FaultyTable(memory, random, faultRate);
        var time = new HurriedTimeProvider();
        var alice = Uuid(random);
        var bob = Uuid(random);
        var nodes = Enumerable.Range(0, Nodes).Select(_ => Node(table, time, random)).ToArray();
        var group = await new MessageGroupStore(memory, time).OpenDirectAsync(alice, bob, CancellationToken.None);
        var log = new MessageLog(memory);
        var acknowledged = new Dictionary<(Guid, Guid), MessageEntry>();
        var sends = 0;

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(TalkAsync));
        await table.LetArriveAsync(1);

        Assert.True(table.Writes <= sends * MessageSender.MaxAttempts, $"seed {seed}: too many puts");
        var entries = (await log.AfterAsync(group.Uuid, 0, 1000, Consistency.Strong, CancellationToken.None)).Entries;
        Assert.True(
            entries.Select((entry, index) => entry.Seq == index + 1).All(holds => holds),
            $"seed {seed}: the log has a gap"
        );
        Assert.True(
            entries.DistinctBy(entry => (entry.SenderUuid, entry.MessageUuid)).Count() == entries.Count,
            $"seed {seed}: a message is in the log twice"
        );
        Assert.True(
            acknowledged.Values.All(entry => entries[(int)entry.Seq - 1] == entry),
            $"seed {seed}: an acknowledged message is not where it was"
        );
        Assert.True(CountsAreRight(entries, group), $"seed {seed}: the cumulative counts are wrong");
        Assert.True(
            entries.Zip(entries.Skip(1)).All(pair => pair.First.CreatedAt < pair.Second.CreatedAt),
            $"seed {seed}: times do not rise"
        );

        async Task TalkAsync(int client)
        {
            SendRequest? pending = null;
            for (var step = 0; step < Steps / Clients; step++)
            {
                await table.LetArriveAsync(0.3);
                var request = pending ?? await WriteAsync(client);
                sends++;
                var result = await SendAsync(nodes[random.Next(Nodes)], request);
                if (result is SendResult.Sent sent)
                {
                    var key = (request.SenderUuid, request.MessageUuid);
                    Assert.True(
                        acknowledged.TryAdd(key, sent.Entry) || acknowledged[key] == sent.Entry,
                        $"seed {seed}: two answers for one message"
                    );
                    // Sometimes the client loses the answer and sends the same again, on any node, later.
                    pending = random.Next(4) == 0 ? request : null;
                }
                else
                {
                    Assert.True(result is null or SendResult.Unsettled, $"seed {seed}: {result}");
                    pending = request;
                }
            }
        }

        async Task<SendRequest> WriteAsync(int client)
        {
            // What this client has seen: the log, or a little less of it.
            var tail = (await log.BeforeAsync(group.Uuid, null, 1, Consistency.Strong, CancellationToken.None)).Entries;
            var seen = Math.Max(0, (tail.Count == 0 ? 0 : tail[0].Seq) - random.Next(4));
            return new SendRequest(
                group.Uuid,
                client % 2 == 0 ? alice : bob,
                Uuid(random),
                random.Next(5) == 0 ? null : seen,
                ((MessageTextResult.Valid)MessageText.Parse($"step {random.Next()}")).Text
            );
        }
    }

    private static MessageSender Node(ITable table, TimeProvider time, Random random) =>
        new(table, new MessageGroupStore(table, time), new MessageLog(table), time, random);

    private static async Task<SendResult?> SendAsync(MessageSender node, SendRequest request)
    {
        try
        {
            return await node.SendAsync(request, CancellationToken.None);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private static bool CountsAreRight(IReadOnlyList<MessageEntry> entries, MessageGroup group)
    {
        var counts = default(MessageCounts);
        return entries.All(entry => entry.Counts == (counts = counts.PlusOneBy(group.OrdinalOf(entry.SenderUuid))));
    }

    private static Guid Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
