using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.BlackBox;

/// <summary>What lies between one server and the table: an HTTP proxy that loses, delays and refuses.</summary>
internal sealed class FaultProxy : IDisposable
{
    private const string StreamsApi = "DynamoDBStreams_";

    private static readonly byte[] Throttling = Encoding.UTF8.GetBytes(
        """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"by the proxy"}"""
    );

    private readonly HttpListener _listener = new();
    private readonly HttpClient _table;
    private readonly BoxFaults _faults;
    private readonly Dice _dice;
    private readonly Lock _lock = new();

    public FaultProxy(Uri table, BoxFaults faults, Dice dice)
    {
        (_faults, _dice) = (faults, dice);
        _table = new HttpClient { BaseAddress = table };
        Address = new Uri($"http://127.0.0.1:{LocalPort.Free()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ListenAsync();
    }

    public Uri Address { get; }

    /// <summary>It passes everything on.</summary>
    public bool IsCalm { get; set; } = true;

    /// <summary>It passes on nothing of the table's stream.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>
    /// How the tests break the product on purpose: a message is put whatever is at its sequence.
    /// </summary>
    public bool DropsConditions { get; init; }

    public void Dispose()
    {
        _listener.Close();
        _table.Dispose();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => PassAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // A server died in the middle of a call, or this is closed.
            }
        }
    }

    private async Task PassAsync(HttpListenerContext context)
    {
        try
        {
            var isOfStream = context.Request.Headers["X-Amz-Target"]?.StartsWith(StreamsApi, StringComparison.Ordinal);
            var (fault, milliseconds) = isOfStream == true && IsDeaf ? (BoxFault.RequestLost, 0) : Strike();
            if (fault is { } struck)
            {
                _faults.Count(struck);
            }
            if (fault == BoxFault.RequestLost)
            {
                context.Response.Abort();
                return;
            }
            if (fault == BoxFault.Throttled)
            {
                context.Response.StatusCode = 400;
                context.Response.ContentType = "application/x-amz-json-1.0";
                context.Response.Close(Throttling, willBlock: false);
                return;
            }
            if (fault == BoxFault.Delayed)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
            }
            await ForwardAsync(context, isDropped: fault == BoxFault.AnswerLost);
        }
        catch (Exception exception)
            when (exception is HttpListenerException or HttpRequestException or IOException or ObjectDisposedException)
        {
            context.Response.Abort();
        }
    }

    private async Task ForwardAsync(HttpListenerContext context, bool isDropped)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var content = DropsConditions ? WithoutCondition(body.ToArray()) : body.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(content) };
        foreach (var name in (string[])["X-Amz-Target", "Authorization", "X-Amz-Date", "Content-Type"])
        {
            if (context.Request.Headers[name] is { } value && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using var answer = await _table.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (isDropped)
        {
            context.Response.Abort();
            return;
        }
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase) || name == "Content-Type")
            {
                context.Response.Headers[name] = values.First();
            }
        }
        context.Response.Close(bytes, willBlock: false);
    }

    private static byte[] WithoutCondition(byte[] body)
    {
        var call = JsonNode.Parse(body)!.AsObject();
        var isMessage = call["Item"]?["pk"]?["S"]?.GetValue<string>().StartsWith("MSG#", StringComparison.Ordinal);
        if (isMessage != true || !call.Remove("ConditionExpression"))
        {
            return body;
        }
        call.Remove("ExpressionAttributeNames");
        call.Remove("ExpressionAttributeValues");
        return JsonSerializer.SerializeToUtf8Bytes(call);
    }

    private (BoxFault? Fault, int Milliseconds) Strike()
    {
        if (IsCalm)
        {
            return (null, 0);
        }
        lock (_lock)
        {
            var fault = _dice.Next(100) switch
            {
                < 2 => BoxFault.RequestLost,
                < 4 => BoxFault.AnswerLost,
                < 6 => BoxFault.Throttled,
                < 10 => BoxFault.Delayed,
                _ => (BoxFault?)null,
            };
            return (fault, _dice.Between(1, 300));
        }
    }
}
