using System.Diagnostics;
using System.Text.Json;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd;

/// <summary>The server on DynamoDB, as a newcomer starts it: by bin/run, with the emulator started beside it.</summary>
public sealed class DynamoDbTests
{
    private const int Cycles = 2;
    private const int Messages = 20;

    [Fact]
    public async Task What_was_acknowledged_is_there_and_in_the_inboxes_after_everything_was_killed()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("CI") == "true",
            "The emulator runs on Linux alone."
        );
        var folder = Directory.CreateTempSubdirectory("cruddur-dynamodb-");
        try
        {
            for (var cycle = 0; cycle < Cycles; cycle++)
            {
                await using var server = await ServerProcess.StartAsync(
                    folder.FullName,
                    "--engine",
                    "dynamodb",
                    "--no-demo"
                );
                if (cycle == 0)
                {
                    await ApiClient.SignUpAsync(server, "alice");
                    await ApiClient.SignUpAsync(server, "bob");
                }
                using var alice = await ApiClient.SignInAsync(server, "alice");
                using var bob = await ApiClient.SignInAsync(server, "bob");
                var group = await alice.OpenAsync("bob");
                Assert.Equal(cycle * Messages, (await bob.WholeLogAsync(group)).Length);
                for (var i = 0; i < Messages; i++)
                {
                    await alice.PutAsync(group, TestUuid.Next(), $"{cycle}/{i}", cycle * Messages);
                }
                await FollowsAsync(bob, group, (cycle + 1) * Messages);
                // The server and the emulator, at once.
                await server.KillAsync();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FollowsAsync(ApiClient person, Guid group, long seq)
    {
        var watch = Stopwatch.StartNew();
        JsonElement row;
        do
        {
            row = await person.GetAsync($"/api/message_groups/{group}");
            // The shards of a server that was killed are its own for half a minute more.
            Assert.True(watch.Elapsed < Patience.ForAll, "The inbox does not follow the log.");
        } while (row.GetProperty("last_seq").GetInt64() != seq);
        Assert.Equal(seq, row.GetProperty("unread_count").GetInt64());
    }
}
