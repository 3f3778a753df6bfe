using System.Text;

namespace Cruddur.Bench;

/// <summary>
/// Fills a running server with people, a hundred message groups among them and a page of messages in each, and writes
/// what the load generator needs to know as a Lua table: a token and a message group in each row.
/// </summary>
internal static class Preparation
{
    private const int People = 20;
    private const int Groups = 100;
    private const int MessagesAGroup = 20;

    public static async Task<int> RunAsync(Uri address, string file)
    {
        using var http = new HttpClient { BaseAddress = address };
        var people = new List<(string Handle, string Token)>();
        for (var i = 0; i < People; i++)
        {
            var handle = $"bench_{i}";
            people.Add((handle, await Api.SignUpAsync(http, handle)));
        }
        var pairs =
            from one in Enumerable.Range(0, People)
            from distance in Enumerable.Range(1, Groups / People)
            select (One: people[one], Other: people[(one + distance) % People]);
        var lua = new StringBuilder("return {\n");
        foreach (var (one, other) in pairs)
        {
            var opened = await Api.CallAsync(http, one.Token, "/api/message_groups", new { handle = other.Handle });
            var group = opened.GetProperty("uuid").GetString();
            for (var i = 0; i < MessagesAGroup; i++)
            {
                var sender = i % 2 == 0 ? one : other;
                var message = $"{i} ".PadRight(100, 'x');
                await Api.CallAsync(http, sender.Token, "/api/messages", new { message, message_group_uuid = group });
            }
            lua.Append($"  {{ token = \"{one.Token}\", group = \"{group}\" }},\n");
        }
        await File.WriteAllTextAsync(file, lua.Append("}\n").ToString());
        return 0;
    }
}
