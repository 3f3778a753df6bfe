namespace Cruddur.Bench.Live;

/// <summary>Signs people up, opens a message group between each and the next ones, and has a message in each.</summary>
internal static class LivePreparation
{
    // The server lets 32 wait for their password's hash on two cores.
    private static readonly ParallelOptions Some = new() { MaxDegreeOfParallelism = 16 };

    public static async Task<int> RunAsync(Uri address, string file, int people, int neighbours)
    {
        using var http = new HttpClient { BaseAddress = address };
        var tokens = new string[people];
        await Parallel.ForAsync(0, people, Some, async (i, _) => tokens[i] = await Api.SignUpAsync(http, HandleOf(i)));
        var pairs = LiveWorld.Ring(people, neighbours).ToArray();
        var groups = new LiveGroup[pairs.Length];
        await Parallel.ForAsync(
            0,
            pairs.Length,
            Some,
            async (i, _) =>
            {
                var (one, other) = pairs[i];
                var to = new { handle = HandleOf(other) };
                var opened = await Api.CallAsync(http, tokens[one], "/api/message_groups", to);
                groups[i] = new LiveGroup(opened.GetProperty("uuid").GetGuid(), one, other);
                var hello = new { message = "hello", message_group_uuid = groups[i].Uuid };
                await Api.CallAsync(http, tokens[one], "/api/messages", hello);
            }
        );
        new LiveWorld(tokens, groups).Save(file);
        return 0;
    }

    public static int RunForEcho(string file, int people)
    {
        var groups = LiveWorld.Ring(people, 1).Select(pair => LiveEcho.GroupOf(pair.One, pair.Other));
        new LiveWorld([.. Enumerable.Range(0, people).Select(LiveEcho.TokenOf)], [.. groups]).Save(file);
        return 0;
    }

    private static string HandleOf(int person) => $"bench_{person}";
}
