using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cruddur.Bench.Live;

/// <summary>
/// Sends messages at a fixed rate while everybody listens. Times count from when a message was to be sent, not from when it was:
/// a server that stands still for a second is late for all messages of that second, not for one.
/// </summary>
internal sealed class LiveLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(10);
    private static readonly string Text = new('x', 100);

    private readonly HttpClient _http;
    private readonly LiveWorld _world;
    private readonly int _rate;
    private readonly int _run = (int)Stopwatch.GetTimestamp();

    // Of each group; 0 while it is not known.
    private readonly long[] _lastSeqs;
    private readonly TimeSpan[] _acknowledged;
    private readonly TimeSpan[] _delivered;

    // How often a message came to its sender's stream and to the other one's.
    private readonly int[] _seenBySender;
    private readonly int[] _seenByReceiver;
    private long _start;
    private int _failed;
    private int _strays;

    private LiveLoad(HttpClient http, LiveWorld world, int rate, int messages)
    {
        _http = http;
        _world = world;
        _rate = rate;
        _lastSeqs = new long[world.Groups.Count];
        _acknowledged = new TimeSpan[messages];
        _delivered = new TimeSpan[messages];
        _seenBySender = new int[messages];
        _seenByReceiver = new int[messages];
    }

    /// <summary>
    /// Prints <c>RESULT</c>, the 50th, 99th and 99.9th percentile and the greatest of acknowledgement and of delivery in milliseconds,
    /// cores that the server used, and how many messages failed, were lost and came again.
    /// </summary>
    public static async Task<int> RunAsync(Uri address, int process, LiveWorld world, int rate, int seconds)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        using var ended = new CancellationTokenSource();
        var warmUp = (int)(rate * WarmUp.TotalSeconds);
        var load = new LiveLoad(http, world, rate, warmUp + rate * seconds);
        await LiveClient.OpenAsync(http, world, world.Tokens.Count, load.See, ended.Token);
        await load.SendAllAsync(0, warmUp);
        var server = new MeasuredServer(process);
        var before = server.ProcessorTime;
        await load.SendAllAsync(warmUp, load._acknowledged.Length);
        await load.SettleAsync();
        load.Print(warmUp, (server.ProcessorTime - before) / TimeSpan.FromSeconds(seconds));
        await ended.CancelAsync();
        return 0;
    }

    private async Task SendAllAsync(int from, int to)
    {
        _start = Stopwatch.GetTimestamp() - (long)((double)from / _rate * Stopwatch.Frequency);
        var sending = new List<Task>(to - from);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        while (from + sending.Count < to)
        {
            var due = Math.Min(to, (int)(Stopwatch.GetElapsedTime(_start).TotalSeconds * _rate) + 1);
            while (from + sending.Count < due)
            {
                sending.Add(SendAsync(from + sending.Count));
            }
            await timer.WaitForNextTickAsync();
        }
        await Task.WhenAll(sending);
    }

    private async Task SendAsync(int number)
    {
        var group = number % _world.Groups.Count;
        var path = $"/api/message_groups/{_world.Groups[group].Uuid:D}/messages/{UuidOf(number):D}";
        using var request = new HttpRequestMessage(HttpMethod.Put, path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            _world.Tokens[MembersOf(number).Sender]
        );
        var last = Volatile.Read(ref _lastSeqs[group]);
        var body = new { message = Text, @base = last == 0 ? (long?)null : last };
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var response = await _http.SendAsync(request);
            response.EnsureSuccessStatusCode();
            var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
            Volatile.Write(ref _lastSeqs[group], answer.GetProperty("seq").GetInt64());
            _acknowledged[number] = SinceDue(number);
        }
        catch (HttpRequestException exception)
        {
            if (Interlocked.Increment(ref _failed) == 1)
            {
                await Console.Error.WriteLineAsync(exception.Message);
            }
        }
    }

    private void See(int person, Guid message)
    {
        if (NumberOf(message) is not { } number)
        {
            Interlocked.Increment(ref _strays);
            return;
        }
        var (sender, receiver) = MembersOf(number);
        if (person == sender)
        {
            Interlocked.Increment(ref _seenBySender[number]);
        }
        else if (person == receiver && Interlocked.Increment(ref _seenByReceiver[number]) == 1)
        {
            _delivered[number] = SinceDue(number);
        }
        else if (person != receiver)
        {
            Interlocked.Increment(ref _strays);
        }
    }

    /// <summary>Until every acknowledged message is everywhere, or nothing is to be expected any more.</summary>
    private async Task SettleAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        while (Lost > 0 && Stopwatch.GetElapsedTime(start) < MostLate)
        {
            await timer.WaitForNextTickAsync();
        }
        // What comes twice comes late.
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
    }

    private int Lost =>
        Enumerable
            .Range(0, _acknowledged.Length)
            .Count(number => IsAcknowledged(number) && (_seenBySender[number] == 0 || _seenByReceiver[number] == 0));

    private int Repeated => _seenBySender.Concat(_seenByReceiver).Count(times => times > 1) + _strays;

    private bool IsAcknowledged(int number) => _acknowledged[number] > TimeSpan.Zero;

    private void Print(int warmUp, double cores)
    {
        var acknowledged = Sorted(_acknowledged);
        var delivered = Sorted(_delivered);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"RESULT {Percentiles(acknowledged)} {Percentiles(delivered)} {cores:F3} {_failed} {Lost} {Repeated}"
            )
        );

        TimeSpan[] Sorted(TimeSpan[] times) => [.. times.Skip(warmUp).Where(time => time > TimeSpan.Zero).Order()];
    }

    private static string Percentiles(TimeSpan[] sorted) =>
        string.Join(
            ' ',
            ((double[])[0.5, 0.99, 0.999, 1]).Select(part =>
                sorted[(int)Math.Ceiling(part * sorted.Length) - 1]
                    .TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture)
            )
        );

    private TimeSpan SinceDue(int number) =>
        Stopwatch.GetElapsedTime(_start) - TimeSpan.FromSeconds((double)number / _rate);

    // Each group's turn comes again when all had theirs, and then it is the other member's.
    private (int Sender, int Receiver) MembersOf(int number)
    {
        var group = _world.Groups[number % _world.Groups.Count];
        return number / _world.Groups.Count % 2 == 0 ? (group.One, group.Other) : (group.Other, group.One);
    }

    // The run, then the number.
    private Guid UuidOf(int number) => new(_run, 0, 0, [0x80, 0, 0, 0, .. BitConverter.GetBytes(number)]);

    /// <returns>Null for a message of another run.</returns>
    private int? NumberOf(Guid message)
    {
        var bytes = message.ToByteArray();
        return BitConverter.ToInt32(bytes, 0) == _run ? BitConverter.ToInt32(bytes, 12) : null;
    }
}
