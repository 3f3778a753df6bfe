using System.Net;
using Cruddur.Messages;
using Cruddur.Storage;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Health;

[OnEveryEngine]
public sealed class InboxesBehindTests
{
    [Fact]
    public async Task Inboxes_that_cannot_follow_are_a_warning_until_they_can()
    {
        InterceptedTable table = null!;
        await using var app = await TestApp.StartAsync(
            TimeProvider.System,
            below => table = new InterceptedTable(below)
        );
        using var anonymous = app.Anonymous();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        table.BeforeWrite = (write, _) =>
            MessageEntry.IsKey(write.Key)
                ? Task.CompletedTask
                : throw new StorageException(StorageFault.Unavailable, "injected");

        await alice.Send(group, "Nobody hears of this yet");
        await Eventually.True(async () => (await WarningsAsync()).Contains("inboxes_behind"), "health tells");
        table.BeforeWrite = (_, _) => Task.CompletedTask;

        await bob.GroupOnceAt(group, 1);
        await Eventually.True(async () => !(await WarningsAsync()).Contains("inboxes_behind"), "it is over");

        async Task<string[]> WarningsAsync()
        {
            using var response = await anonymous.GetAsync("/api/health");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var health = await response.ReadJsonAsync();
            return
            [
                .. health.GetProperty("warnings").EnumerateArray().Select(it => it.GetProperty("code").GetString()!),
            ];
        }
    }
}
