using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cruddur.Server;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Security;

/// <summary>
/// Twenty thousand calls that are wrong somewhere, over sockets: each is answered, none with a fault of the server's own, and every
/// refusal is a problem with a code.
/// </summary>
public sealed class FuzzTests : IDisposable
{
    private const int Runs = 20;
    private const int RequestsOfARun = 1000;
    private const int RequestsOfAWorld = 100;
    private const int AtOnce = 4;

    // By the web server before any code of ours: a request line or a header that is none.
    private static readonly int[] RefusedByTheWebServer = [400, 408, 411, 413, 414, 417, 431, 501, 505];

    private readonly CapturedLog _log = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task No_call_makes_the_server_fail_or_hang_and_every_refusal_is_a_problem()
    {
        var folder = Directory.CreateTempSubdirectory("cruddur-fuzz-");
        await using (var app = await StartAsync(folder.FullName))
        {
            var address = new Uri(app.Urls.Single());
            await Parallel.ForEachAsync(
                Seeds(),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (seed, _) => await RunAsync(address, seed)
            );
            await app.StopAsync();
        }
        folder.Delete(recursive: true);

        var summary = string.Join(", ", _statuses.OrderBy(status => status.Key).Select(s => $"{s.Value} x {s.Key}"));
        Assert.True(_wrong.IsEmpty, $"{_wrong.Count} wrong of {summary}\n{string.Join("\n\n", _wrong.Take(5))}");
        Assert.DoesNotContain("Error Cruddur.", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Critical ", _log.Text, StringComparison.Ordinal);
        // That they were hostile, and not merely all refused at the door.
        Assert.All([200, 400, 401, 404, 405, 415, 422], status => Assert.True(_statuses.ContainsKey(status), summary));
        TestContext.Current.SendDiagnosticMessage(summary);
    }

    private static IEnumerable<int> Seeds() =>
        int.TryParse(Environment.GetEnvironmentVariable("CRUDDUR_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? [seed]
            : Enumerable.Range(1, Runs);

    private async Task<WebApplication> StartAsync(string folder)
    {
        var app = await CruddurServer.BuildAsync(
            [
                "--urls=http://127.0.0.1:0",
                $"--Storage:Folder={folder}",
                $"--Mail:Folder={Path.Combine(folder, "mails")}",
                "--Accounts:ConfirmEmail=false",
                "--Accounts:PasswordHashIterations=1",
                "--Accounts:LockoutThreshold=1000000",
                "--RateLimits:Enabled=false",
            ],
            builder =>
            {
                builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(_log);
                builder.Services.Replace(
                    ServiceDescriptor.Singleton<TimeProvider>(new SteadyClock(TimeProvider.System))
                );
            }
        );
        await app.StartAsync();
        return app;
    }

    private async Task RunAsync(Uri address, int seed)
    {
        var random = new Random(seed);
        HostileWorld world = null!;
        RawConnection? connection = null;
        try
        {
            for (var number = 0; number < RequestsOfARun; number++)
            {
                if (number % RequestsOfAWorld == 0)
                {
                    world = await MakeWorldAsync(address, seed, number);
                }
                var request = HostileRequest.Make(random, world);
                connection ??= await RawConnection.OpenAsync(address);
                RawAnswer? answer = null;
                try
                {
                    answer = await connection.ExchangeAsync(request);
                }
                catch (OperationCanceledException)
                {
                    Note("no answer, and no end of the connection", request, seed, number);
                }
                if (answer is { } given && WrongWith(given, request) is { } wrong)
                {
                    Note(wrong, request, seed, number);
                }
                _statuses.AddOrUpdate(answer?.Status ?? 0, 1, (_, count) => count + 1);
                if (answer is not { IsOpen: true } || request.IsLast)
                {
                    connection.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private void Note(string wrong, HostileRequest request, int seed, int number) =>
        _wrong.Enqueue($"CRUDDUR_SEED={seed}, request {number}: {wrong}\n{request}");

    private static string? WrongWith(RawAnswer answer, HostileRequest request)
    {
        if (answer.Status >= 500)
        {
            return $"{answer.Status} {answer.Body}";
        }
        if (answer.Header("X-Content-Type-Options") != "nosniff")
        {
            return RefusedByTheWebServer.Contains(answer.Status) && answer.Body.Length == 0
                ? null
                : $"{answer.Status} without the headers of every answer";
        }
        if (answer.Status < 400 || request.IsHead)
        {
            return null;
        }
        if (!answer.Header("Content-Type").StartsWith("application/problem+json", StringComparison.Ordinal))
        {
            return $"{answer.Status} as {answer.Header("Content-Type")}";
        }
        try
        {
            var problem = JsonElement.Parse(answer.Body);
            return
                problem.GetProperty("status").GetInt32() == answer.Status
                && !string.IsNullOrWhiteSpace(problem.GetProperty("code").GetString())
                && !string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString())
                ? null
                : $"{answer.Status} with the problem {answer.Body}";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return $"{answer.Status} with what is no problem: {answer.Body}";
        }
    }

    // With messages and several groups, so that there are cursors.
    private static async Task<HostileWorld> MakeWorldAsync(Uri address, int seed, int number)
    {
        var handle = $"fuzz_{seed}_{number}";
        using var client = new HttpClient { BaseAddress = address };
        string[] handles = [handle, $"{handle}_b", $"{handle}_c"];
        foreach (var name in handles)
        {
            var account = new
            {
                handle = name,
                display_name = name,
                email = $"{name}@example.test",
                password = TestApp.Password,
            };
            await client.PostForJsonAsync("/api/accounts", account);
        }
        var credentials = new { login = handle, password = TestApp.Password };
        var token = (await client.PostForJsonAsync("/api/tokens", credentials))
            .GetProperty("access_token")
            .GetString()!;
        using var signedIn = await client.PostAsJsonAsync("/api/session", credentials);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        using var caller = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var group = Guid.Empty;
        foreach (var other in handles.Skip(1))
        {
            var sent = await caller.PostForJsonAsync("/api/messages", new { message = "hello", handle = other });
            group = sent.GetProperty("message_group_uuid").GetGuid();
        }
        var post = await caller.PostForJsonAsync("/api/activities", new { message = "hello all" });
        var activity = post.GetProperty("uuid").GetGuid();
        var sync = await caller.GetJsonAsync("/api/sync");
        using var page = await caller.GetAsync("/api/message_groups?limit=1");
        var next = page.Headers.TryGetValues("Link", out var links) ? links.Single() : "cursor=none>";
        var inboxCursor = next[
            (next.IndexOf("cursor=", StringComparison.Ordinal) + 7)..next.IndexOf('>', StringComparison.Ordinal)
        ];
        return new HostileWorld(
            new RouteWorld(group, new Guid(seed, 0, 0, new byte[8]), activity, handle, handles[^1], seed),
            token,
            cookie,
            [sync.GetProperty("cursor").GetString()!, inboxCursor]
        );
    }
}
