using Cruddur.Tests.Project;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

public sealed class EventSchemaTests
{
    [Fact]
    public async Task Every_event_is_as_it_is_described()
    {
        await using var app = await TestApp.StartAsync();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        await alice.Send(group, "before");
        await bob.GroupOnceAt(group, 1);
        await using var stream = await EventStream.OpenAsync(bob, cursor: "none");
        var told = new List<StreamEvent>(await stream.Until("heartbeat"));
        using (await alice.Client.PostAsync($"/api/message_groups/{group}/typing", null)) { }
        await bob.MarkRead(group, 1);
        await alice.Send(group, "<b>\"\u2028😀 \n data: x");
        told.AddRange(await stream.UntilRowAt(2));

        var schemas = new EventSchemas();
        Assert.All(told, schemas.Check);
        Assert.Equal(
            "heartbeat inbox.changed message.created read.advanced ready reset typing",
            string.Join(
                ' ',
                told.Select(one => one.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            )
        );
        var document = Checkout.Read("docs", "api.md");
        Assert.All(told, one => Assert.Contains($"| `{one.Type}` |", document, StringComparison.Ordinal));
    }
}
