using System.Collections.Concurrent;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;

namespace Cruddur.Bench.Live;

/// <summary>
/// The yardstick of live streams: the same routes, shapes and fan-out (the message and the changed row, to both members)
/// with nothing behind them: no storage, no check of anything.
/// </summary>
internal static class LiveEcho
{
    private static readonly ConcurrentDictionary<int, Channel<SseItem<string>>> Streams = new();

    public static async Task<int> RunAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPut("/api/message_groups/{group:guid}/messages/{message:guid}", Send);
        app.MapGet(
            "/api/events",
            (HttpRequest request, CancellationToken cancellationToken) =>
                TypedResults.ServerSentEvents(Listen(request.Headers.Authorization.ToString(), cancellationToken))
        );
        app.Urls.Add(address);
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    public static string TokenOf(int person) => person.ToString(CultureInfo.InvariantCulture);

    /// <summary>Its uuid says who is in it.</summary>
    public static LiveGroup GroupOf(int one, int other) =>
        new(new Guid(one, (short)other, (short)(other >> 16), 0x80, 0, 0, 0, 0, 0, 0, 0), one, other);

    private static (int One, int Other) MembersOf(Guid group)
    {
        var bytes = group.ToByteArray();
        return (BitConverter.ToInt32(bytes, 0), BitConverter.ToInt32(bytes, 4));
    }

    private static Echo.Message Send(Guid group, Guid message, Echo.Send body)
    {
        var answer = Echo.MessageOf(group, message, 1, body.Message, DateTimeOffset.UnixEpoch);
        var created = Item("message.created", new Created(group, answer.Seq, answer));
        var (one, other) = MembersOf(group);
        foreach (var member in (ReadOnlySpan<int>)[one, other])
        {
            if (Streams.TryGetValue(member, out var stream))
            {
                var row = Echo.GroupOf(group, answer.Seq, body.Message, DateTimeOffset.UnixEpoch);
                stream.Writer.TryWrite(created);
                stream.Writer.TryWrite(Item("inbox.changed", new Changed(row)));
            }
        }
        return answer;
    }

    private static IAsyncEnumerable<SseItem<string>> Listen(string authorization, CancellationToken cancellationToken)
    {
        var person = int.Parse(authorization["Bearer ".Length..], CultureInfo.InvariantCulture);
        var stream = Channel.CreateUnbounded<SseItem<string>>();
        Streams[person] = stream;
        stream.Writer.TryWrite(Item("heartbeat", new Beat("00000000", 0)));
        return stream.Reader.ReadAllAsync(cancellationToken);
    }

    private static SseItem<string> Item<T>(string type, T data) =>
        new(JsonSerializer.Serialize(data, JsonSerializerOptions.Web), type)
        {
            EventId = "AAAAAAAAAAAAAAAAAAAAAA.1700000000000000",
        };

    private sealed record Created(Guid MessageGroupUuid, long Seq, Echo.Message Message);

    private sealed record Changed(Echo.Group MessageGroup);

    private sealed record Beat(string Digest, long UnreadCount);
}
