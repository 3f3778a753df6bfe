using System.Net;
using System.Net.Http.Json;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Activities;

/// <summary>Who reads the feed, and what is left of it in the end.</summary>
public sealed class FeedReadersTests
{
    [Fact]
    public async Task Without_signing_in_the_feed_can_be_read_and_nothing_done()
    {
        await using var app = await TestApp.StartAsync();
        using var alice = await app.SignedInAs("alice");
        var post = await alice.Post("Hello");
        await alice.Reply(post, "Is anybody there?");
        using var nobody = app.Anonymous();

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await nobody.Home())[0].GetProperty("liked").ValueKind);
        var own = await nobody.GetJsonAsync("/api/activities/@alice");
        Assert.Equal(["Hello"], FeedCalls.Words(own.EnumerateArray()));
        var address = $"/api/activities/{FeedCalls.Uuid(post)}";
        Assert.Single((await nobody.GetJsonAsync(address)).GetProperty("replies").EnumerateArray());
        HttpResponseMessage[] refused =
        [
            await nobody.PostAsJsonAsync("/api/activities", new { message = "Hi" }),
            await nobody.PostAsJsonAsync($"{address}/replies", new { message = "Hi" }),
            await nobody.PutAsync($"{address}/like", null),
            await nobody.DeleteAsync($"{address}/like"),
            await nobody.DeleteAsync(address),
        ];
        foreach (var answer in refused)
        {
            using (answer)
            {
                await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
            }
        }
    }

    [Fact]
    public async Task Where_reading_is_not_public_everything_needs_signing_in()
    {
        await using var app = await TestApp.StartAsync(null, "--Activities:PublicReading=false");
        using var alice = await app.SignedInAs("alice");
        var post = await alice.Post("Hello");
        using var nobody = app.Anonymous();

        Assert.Single(await alice.Client.Home());
        foreach (var path in new[] { "home", "@alice", $"{FeedCalls.Uuid(post)}" })
        {
            using var answer = await nobody.GetAsync($"/api/activities/{path}");
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task A_call_that_says_whose_it_is_is_not_answered_as_nobodys()
    {
        await using var app = await TestApp.StartAsync();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");

        using var withoutSession = app.Anonymous();
        withoutSession.DefaultRequestHeaders.Add("Cruddur-User", $"{alice.Uuid}");
        using var badToken = app.Anonymous();
        badToken.DefaultRequestHeaders.Add("Authorization", "Bearer x");
        bob.Client.DefaultRequestHeaders.Add("Cruddur-User", $"{alice.Uuid}");
        foreach (
            var (client, code) in new[]
            {
                (withoutSession, "unauthenticated"),
                (badToken, "unauthenticated"),
                (bob.Client, "another_user"),
            }
        )
        {
            using var answer = await client.GetAsync("/api/activities/home");
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, code);
        }
        alice.Client.DefaultRequestHeaders.Add("Cruddur-User", $"{alice.Uuid}");
        Assert.Empty(await alice.Client.Home());
    }

    [Fact]
    public async Task What_is_over_leaves_the_file_by_itself()
    {
        var time = new ManualTimeProvider();
        await using var app = await TestApp.StartAsync(time);
        using var alice = await app.SignedInAs("alice");
        var post = await alice.Post("Hello", "1-hour");
        await alice.Reply(post, "Is anybody there?");
        await alice.SetLiked(post, true);
        var table = app.Services.GetRequiredService<ITable>();

        async Task<int> CountAsync() =>
            (await table.ScanAsync(null, 1000, TestContext.Current.CancellationToken)).Items.Count(item =>
                item.Key.Partition.StartsWith("POST", StringComparison.Ordinal)
                || item.Key.Partition.StartsWith("HOME#", StringComparison.Ordinal)
            );
        Assert.Equal(7, await CountAsync());
        time.Advance(TimeSpan.FromHours(2));
        await Eventually.True(async () => await CountAsync() == 0, "all items of the post are removed");
    }
}
