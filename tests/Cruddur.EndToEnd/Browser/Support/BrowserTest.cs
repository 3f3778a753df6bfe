using Cruddur.EndToEnd.Support;
using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

/// <summary>
/// A test in the browser: each person has a context of their own and a handle that nobody else has. What a page
/// complains of fails the test; a failed one leaves pictures and pages in <c>artifacts/browser/</c>.
/// </summary>
public abstract class BrowserTest : IAsyncLifetime
{
    private readonly List<Person> _people = [];
    private BrowserFixture.Running _running = null!;

    private protected ServerProcess Server => _running.Server;

    public virtual async ValueTask InitializeAsync()
    {
        Chromium.Require();
        var fixture = await TestContext.Current.GetFixture<BrowserFixture>();
        _running = await fixture!.RunningAsync();
    }

    /// <summary>Somebody at a browser, without an account.</summary>
    /// <param name="server">One with settings of its own; without it the one of all tests.</param>
    private protected async Task<BrowserPerson> VisitorAsync(
        string name,
        BrowserNewContextOptions? options = null,
        ServerProcess? server = null
    )
    {
        var (handle, displayName) = Unique(name);
        return await AtBrowserAsync(handle, displayName, options, server);
    }

    private protected async Task<BrowserPerson> SignedInAsync(string name, BrowserNewContextOptions? options = null)
    {
        var person = await VisitorAsync(name, options);
        await ApiClient.SignUpAsync(Server, person.Handle, person.DisplayName);
        await person.TakeSessionAsync();
        return person;
    }

    /// <summary>Somebody who has an account and needs no browser.</summary>
    private protected async Task<Person> ElsewhereAsync(string name)
    {
        var (handle, displayName) = Unique(name);
        var person = Keep(new Person(handle, displayName, Server));
        await ApiClient.SignUpAsync(Server, handle, displayName);
        return person;
    }

    /// <summary>Ann is at a browser, and Ben elsewhere.</summary>
    private protected async Task<(BrowserPerson Ann, Person Ben)> AnnAndBenAsync() =>
        (await SignedInAsync("Ann"), await ElsewhereAsync("Ben"));

    private protected async Task<(BrowserPerson Ann, BrowserPerson Ben)> AnnAndBenAtBrowsersAsync() =>
        (await SignedInAsync("Ann"), await SignedInAsync("Ben"));

    /// <summary>One of the demo people, whose conversations are worth looking at.</summary>
    private protected async Task<BrowserPerson> AliceAsync(BrowserNewContextOptions options)
    {
        var alice = await AtBrowserAsync("alice", "Alice Adams", options);
        await alice.TakeSessionAsync();
        return alice;
    }

    /// <summary>To whom Alice talks.</summary>
    private protected Person Bob() => Keep(new Person("bob", "Bob Harris", Server));

    private async Task<BrowserPerson> AtBrowserAsync(
        string handle,
        string displayName,
        BrowserNewContextOptions? options,
        ServerProcess? server = null
    )
    {
        server ??= Server;
        options = new(options ?? new());
        options.BaseURL ??= server.Address.ToString();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "UTC";
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        var context = await _running.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience.InMilliseconds);
        return Keep(new BrowserPerson(handle, displayName, server, context, await context.NewPageAsync()));
    }

    private TPerson Keep<TPerson>(TPerson person)
        where TPerson : Person
    {
        _people.Add(person);
        return person;
    }

    private static (string Handle, string DisplayName) Unique(string name)
    {
        var mark = TestUuid.Next().ToString("N")[..8];
        return ($"{name.ToLowerInvariant()}_{mark}", $"{name} X{mark}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var atBrowsers = _people.OfType<BrowserPerson>().ToArray();
        var faults = atBrowsers
            .SelectMany(person => person.Watch.Faults.Select(fault => $"{person.Handle}: {fault}"))
            .ToArray();
        if (faults.Length > 0 || TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            foreach (var person in atBrowsers)
            {
                await Evidence.SaveAsync(person);
            }
        }
        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }
        Assert.True(faults.Length == 0, $"What nobody announced:\n{string.Join('\n', faults)}");
    }
}
