using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cruddur.Server.Activities;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Cruddur.Tests.Security;

/// <summary>Each route, called by everybody.</summary>
public sealed class RouteMatrixTests : IAsyncLifetime
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

    // Of a problem, what differs between any two calls.
    private static readonly string[] Volatile = ["instance", "trace_id"];

    private readonly ManualTimeProvider _time = new();
    private readonly DirectoryInfo _mails = Directory.CreateTempSubdirectory("cruddur-mails-");
    private TestApp _app = null!;
    private RoutePeople _people = null!;

    // Codes are mailed, so that their routes have something to do, but nobody has to confirm an address.
    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(_time, $"--Mail:Folder={_mails.FullName}", "--Accounts:ConfirmEmail=false");
        _people = new RoutePeople(_app, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _mails.Delete(recursive: true);
    }

    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route() =>
        Assert.Equal(
            string.Join(
                '\n',
                Routes.Of(_app).Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            ),
            string.Join(
                '\n',
                Routes.Rows.Select(row => row.Route).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            )
        );

    [Fact]
    public void Every_route_asks_for_a_caller_unless_its_row_says_that_anybody_may()
    {
        foreach (var (method, endpoint) in Routes.Of(_app))
        {
            var isForAnyone = Routes
                .Rows.Where(row => row.Route == NameOf((method, endpoint)))
                .All(row => row.Access is Access.Anyone or Access.Reader);
            var isOpen =
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
                || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() == Readers.Policy;
            Assert.True(isOpen == isForAnyone, NameOf((method, endpoint)));
        }
    }

    [Fact]
    public async Task Each_caller_gets_of_each_route_what_its_row_says()
    {
        var wrong = new List<string>();
        foreach (var row in Routes.Rows)
        {
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var (world, client) = await _people.MakeAsync(caller);
                using (client)
                {
                    using var answer = await CallAsync(client, row, world);
                    if ((int)answer.StatusCode != Expected(row, caller))
                    {
                        wrong.Add($"{row} by {caller}: {(int)answer.StatusCode}, not {Expected(row, caller)}");
                    }
                    else if ((int)answer.StatusCode >= 400)
                    {
                        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
                    }
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task To_a_stranger_a_message_group_is_as_if_it_did_not_exist()
    {
        foreach (var row in Routes.Rows.Where(row => row.Access == Access.Member))
        {
            var (world, stranger) = await _people.MakeAsync(Caller.Stranger);
            using (stranger)
            {
                using var ofOthers = await CallAsync(stranger, row, world);
                using var ofNobody = await CallAsync(stranger, row, world with { Group = TestUuid.Next() });

                Assert.Equal(HttpStatusCode.NotFound, ofOthers.StatusCode);
                Assert.Equal(await TextOf(ofNobody), await TextOf(ofOthers));
            }
        }
    }

    [Fact]
    public async Task What_a_stranger_was_refused_has_changed_nothing()
    {
        var (world, stranger) = await _people.MakeAsync(Caller.Stranger);
        using (stranger)
        {
            foreach (var row in Routes.Rows.Where(row => row.Access == Access.Member))
            {
                using var refused = await CallAsync(stranger, row, world);
            }
        }
        using var member = await _people.SignIn(world.Handle);
        Assert.Empty((await member.GetJsonAsync($"/api/messages/{world.Group}")).EnumerateArray());
    }

    [Fact]
    public async Task No_route_takes_a_method_that_it_has_no_row_for()
    {
        var (world, client) = await _people.MakeAsync(Caller.Token);
        using var anonymous = _app.Anonymous();
        using (client)
        {
            foreach (var path in Routes.Rows.GroupBy(row => row.Pattern, StringComparer.Ordinal))
            {
                var taken = path.Select(row => row.Method).ToHashSet(StringComparer.Ordinal);
                foreach (var method in Methods.Where(method => !taken.Contains(method)))
                {
                    foreach (var caller in new[] { client, anonymous })
                    {
                        using var request = new HttpRequestMessage(new HttpMethod(method), path.First().PathIn(world));
                        using var answer = await caller.SendAsync(request);
                        // Not found where a route that takes the method differs by a constraint alone, as
                        // /api/activities/{uuid} does from /api/activities/@{handle}: the framework looks at that first.
                        Assert.True(
                            answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound,
                            $"{method} {path.Key}: {(int)answer.StatusCode}"
                        );
                        if (answer.StatusCode == HttpStatusCode.MethodNotAllowed)
                        {
                            Assert.Subset(answer.Content.Headers.Allow.ToHashSet(StringComparer.Ordinal), taken);
                        }
                    }
                }
            }
        }
    }

    private static int Expected(RouteRow row, Caller caller)
    {
        var carriesCookie = caller is Caller.CookieByForeignPage;
        var isForeign = carriesCookie || caller == Caller.AnonymousByForeignPage;
        if (isForeign && row.IsUnsafe && (carriesCookie || row.SetsCookie))
        {
            return 403;
        }
        var saysWhose = caller is Caller.ForgedToken or Caller.TokenOfNobody or Caller.CookieMeantForAnother;
        if (row.Access == Access.Anyone || row.Access == Access.Reader && !saysWhose)
        {
            return row.Status;
        }
        return caller switch
        {
            Caller.Token or Caller.TokenByForeignPage or Caller.Cookie or Caller.CookieByForeignPage => row.Status,
            Caller.Stranger => row.Access switch
            {
                Access.Member => 404,
                Access.Author => 403,
                _ => row.Status,
            },
            _ => 401,
        };
    }

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, RouteRow row, RouteWorld world)
    {
        var request = new HttpRequestMessage(new HttpMethod(row.Method), row.PathIn(world));
        request.Content = row.Body is null ? null : JsonContent.Create(row.Body(world));
        // A stream has no end.
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> TextOf(HttpResponseMessage answer)
    {
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        foreach (var name in Volatile)
        {
            Assert.True(problem.Remove(name) || name == "trace_id");
        }
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Length"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{problem.ToJsonString()}";
    }

    private static string NameOf((string Method, RouteEndpoint Endpoint) route) =>
        $"{route.Method} {route.Endpoint.RoutePattern.RawText!.TrimEnd('/')}";
}
