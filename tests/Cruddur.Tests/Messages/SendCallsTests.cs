using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>A send asks the table so often and no oftener, however the table behaves.</summary>
public sealed class SendCallsTests
{
    private const int Most = 40;

    private static readonly Guid Alice = Guid.Parse("a11ce000-0000-4000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("b0b00000-0000-4000-8000-000000000002");

    [Theory]
    [InlineData(20)]
    [InlineData(MessageText.MaxBytes)]
    public async Task A_send_to_a_long_log_over_a_table_that_fails_half_of_the_time_makes_at_most_40_calls(int bytes)
    {
        var memory = new MemoryTable();
        var time = new HurriedTimeProvider();
        var groups = new MessageGroupStore(memory, time);
        var group = await groups.OpenDirectAsync(Alice, Bob, CancellationToken.None);
        var filler = NewSender(memory, groups, time, new Random(0));
        // Clusters of more bytes than characters, so that there are as many bytes as the rules allow.
        var text = ((MessageTextResult.Valid)MessageText.Parse("é" + new string('\u0301', (bytes - 2) / 2))).Text;
        for (var i = 0; i < MessageSender.MaxSuffix; i++)
        {
            await filler.SendAsync(new SendRequest(group.Uuid, Bob, TestUuid.Next(), i, text), CancellationToken.None);
        }

        var most = 0L;
        for (var seed = 1; seed <= 400; seed++)
        {
            var meter = new TableMeter();
            var faulty = new FaultyTable(memory, new Random(seed), faultRate: 0.5);
            var metered = new MeteredTable(faulty, meter.Count);
            var cold = NewSender(metered, new MessageGroupStore(metered, time), time, new Random(seed));
            var newest = await new MessageLog(memory).BeforeAsync(
                group.Uuid,
                null,
                1,
                Consistency.Strong,
                CancellationToken.None
            );
            var farBack = newest.Entries[0].Seq - MessageSender.MaxSuffix;
            var request = new SendRequest(group.Uuid, Alice, TestUuid.Next(), farBack, text);
            try
            {
                await cold.SendAsync(request, CancellationToken.None);
            }
            catch (StorageException)
            {
                // The last attempt found no table; the calls count all the same.
            }
            await faulty.LetArriveAsync(1);
            most = Math.Max(most, meter.Total.Calls);
        }

        Assert.InRange(most, 10, Most);
    }

    private static MessageSender NewSender(ITable table, MessageGroupStore groups, TimeProvider time, Random random) =>
        new(table, groups, new MessageLog(table), time, random);
}
