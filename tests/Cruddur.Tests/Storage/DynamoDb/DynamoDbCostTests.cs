using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>The price of a message by what DynamoDB itself says was consumed. The original: 9 write units.</summary>
public sealed class DynamoDbCostTests(Emulator emulator)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(5, 1.4)]
    [InlineData(20, 1.1)]
    public async Task A_message_with_its_inboxes_costs_no_more_than_promised_and_no_read(int burst, double most)
    {
        var dynamoDb = new DynamoDbTable(emulator.Client, emulator.Schema, new UuidSource(TimeProvider.System));
        var table = new InterceptedTable(dynamoDb);
        var groups = new MessageGroupStore(table, TimeProvider.System);
        var sender = new MessageSender(table, groups, new MessageLog(table), TimeProvider.System, new Random(1));
        var (alice, bob) = (TestUuid.Next(), TestUuid.Next());
        var group = (await groups.OpenDirectAsync(alice, bob, Cancel)).Uuid;
        await SendAsync();
        table.Spent = default;

        var sent = new List<Change>();
        for (var i = 0; i < burst; i++)
        {
            var entry = await SendAsync();
            sent.Add(new Change(ChangeKind.Insert, MessageEntry.KeyOf(group, entry.Seq), entry.ToItem()));
        }
        await new InboxProjector(table, groups, TimeProvider.System).ApplyAsync(sent, Cancel);

        Assert.Equal(0, table.Spent.ReadUnits);
        Assert.Equal(burst + 2, table.Spent.WriteUnits);
        Assert.True(table.Spent.WriteUnits / burst <= most, $"{table.Spent.WriteUnits / burst} write units a message");

        async Task<MessageEntry> SendAsync()
        {
            var text = ((MessageTextResult.Valid)MessageText.Parse("Shall we meet at half past eight?")).Text;
            var request = new SendRequest(group, alice, TestUuid.Next(), null, text);
            return Assert.IsType<SendResult.Sent>(await sender.SendAsync(request, Cancel)).Entry;
        }
    }
}
