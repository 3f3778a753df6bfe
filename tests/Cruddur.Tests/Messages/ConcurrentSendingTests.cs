using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

[OnEveryEngine]
public sealed class ConcurrentSendingTests
{
    [Fact]
    public async Task A_thousand_sends_from_fifty_clients_into_one_group_are_1_to_1000_each_once()
    {
        await using var app = await TestApp.StartAsync();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);

        var clients = Enumerable.Range(0, 50).Select(client => client % 2 == 0 ? alice : bob);
        var sent = await Task.WhenAll(
            clients.Select(
                async (person, client) =>
                {
                    var mine = new List<(Guid Uuid, long Seq)>();
                    for (var i = 0; i < 20; i++)
                    {
                        var uuid = TestUuid.Next();
                        var answer = await person.Put(group, uuid, $"{client}/{i}");
                        mine.Add((uuid, answer.GetProperty("seq").GetInt64()));
                    }
                    return mine;
                }
            )
        );

        var log = await alice.WholeLog(group);
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), log.Select(m => m.GetProperty("seq").GetInt64()));
        Assert.Equal(
            sent.SelectMany(mine => mine).OrderBy(m => m.Seq),
            log.Select(m => (m.GetProperty("uuid").GetGuid(), m.GetProperty("seq").GetInt64()))
        );
        // What was answered before the next send of the same client began stands before it.
        Assert.All(sent, mine => Assert.Equal(mine.OrderBy(m => m.Seq), mine));
        var times = log.Select(m => m.GetProperty("created_at").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Distinct().Order(), times);

        foreach (var person in new[] { alice, bob })
        {
            var row = await person.GroupOnceAt(group, 1000);
            Assert.Equal(500, row.GetProperty("unread_count").GetInt64());
            Assert.Equal(log[^1].GetProperty("message").GetString(), row.GetProperty("message").GetString());
            Assert.Equal(500, await person.UnreadCounter());
        }
    }
}
