using Cruddur.Server.Accounts;
using Cruddur.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Security;

/// <summary>Makes two new people with a message group, and a client of who calls, for each call of the matrix.</summary>
internal sealed class RoutePeople(TestApp app, ManualTimeProvider time)
{
    private int _number;

    public async Task<(RouteWorld World, HttpClient Client)> MakeAsync(Caller caller)
    {
        var number = ++_number;
        using var one = await app.SignedInAs($"one_{number}");
        using var other = await app.SignedInAs($"other_{number}");
        var post = await one.Client.PostForJsonAsync("/api/activities", new { message = "hello all" });
        var world = new RouteWorld(
            await one.OpenWith(other),
            TestUuid.Next(),
            post.GetProperty("uuid").GetGuid(),
            one.Handle,
            other.Handle,
            number
        );
        return (world, await ClientOf(caller, one, world));
    }

    /// <summary>With an access token.</summary>
    public async Task<HttpClient> SignIn(string handle)
    {
        using var person = await app.SignedInAs(handle);
        return With("Authorization", TokenOf(person));
    }

    private async Task<HttpClient> ClientOf(Caller caller, Person person, RouteWorld world)
    {
        switch (caller)
        {
            case Caller.Token:
                return With("Authorization", TokenOf(person));
            case Caller.Cookie:
                return With("Cookie", await CookieOf(person), "Sec-Fetch-Site", "same-origin");
            case Caller.CookieByForeignPage:
                return With("Cookie", await CookieOf(person), "Sec-Fetch-Site", "cross-site");
            case Caller.TokenByForeignPage:
                var both = With("Cookie", await CookieOf(person), "Sec-Fetch-Site", "cross-site");
                both.DefaultRequestHeaders.Add("Authorization", TokenOf(person));
                return both;
            case Caller.Stranger:
                using (var stranger = await app.SignedInAs($"stranger_{world.Number}"))
                {
                    return With("Authorization", TokenOf(stranger));
                }
            case Caller.Anonymous:
                return app.Anonymous();
            case Caller.AnonymousByForeignPage:
                return With("Origin", "https://evil.example");
            case Caller.ForgedToken:
                return With("Authorization", TokenOf(person)[..^8] + "AAAAAAAA");
            case Caller.CookieOfSignedOut:
                var signedOut = await CookieOf(person);
                using (var leaving = With("Cookie", signedOut))
                {
                    using var left = await leaving.DeleteAsync("/api/session");
                    left.EnsureSuccessStatusCode();
                }
                return With("Cookie", signedOut);
            case Caller.CookieOfBefore:
                var cookie = await CookieOf(person);
                await ChangePassword(person);
                return With("Cookie", cookie, "Sec-Fetch-Site", "same-origin");
            case Caller.TokenOfNobody:
                using (var gone = await app.SignedInAs($"gone_{world.Number}"))
                {
                    await DeleteAccount(gone);
                    return With("Authorization", TokenOf(gone));
                }
            case Caller.CookieMeantForAnother:
                return With("Cookie", await CookieOf(person), CallerAuthentication.UserHeader, $"{TestUuid.Next()}");
            default:
                throw new ArgumentOutOfRangeException(nameof(caller), caller, "Nobody makes such a caller.");
        }
    }

    // There and back, so that who knows the password may still sign in.
    private async Task ChangePassword(Person person)
    {
        const string other = "for-a-moment-only";
        using var browser = Accounts.Browser.On(app);
        using var signedIn = await browser.SignIn(person.Handle);
        foreach (var (before, after) in new[] { (TestApp.Password, other), (other, TestApp.Password) })
        {
            var change = new { current_password = before, new_password = after };
            using var changed = await browser.Send(HttpMethod.Put, "/api/me/password", change);
            changed.EnsureSuccessStatusCode();
        }
    }

    private HttpClient With(params string[] headers)
    {
        var client = app.Anonymous();
        for (var i = 0; i < headers.Length; i += 2)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(headers[i], headers[i + 1]);
        }
        return client;
    }

    private static string TokenOf(Person person) => person.Client.DefaultRequestHeaders.Authorization!.ToString();

    private async Task<string> CookieOf(Person person)
    {
        using var browser = Accounts.Browser.On(app);
        using var signedIn = await browser.SignIn(person.Handle);
        return browser.Cookie!;
    }

    // There is no way yet to delete one through the API; and what is kept of it for some seconds is over by then.
    private async Task DeleteAccount(Person person)
    {
        var table = app.Services.GetRequiredService<ITable>();
        await table.WriteAsync(
            new Write.Delete(Account.KeyOf(person.Uuid), Condition.None),
            TestContext.Current.CancellationToken
        );
        time.Advance(SecurityStamps.Lifetime + TimeSpan.FromSeconds(1));
    }
}
