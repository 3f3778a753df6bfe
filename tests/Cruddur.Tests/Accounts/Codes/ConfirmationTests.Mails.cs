using System.Net;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Accounts.Codes;

/// <summary>Who gets which mails, and how many.</summary>
public sealed partial class ConfirmationTests
{
    [Fact]
    public async Task An_address_is_not_buried_in_mails_however_many_accounts_ask()
    {
        for (var i = 0; i < MailAllowance.MostAnHour; i++)
        {
            using var created = await SignUp($"user_{i}", Address);
            await _mails.NextCodeTo(Address);
        }
        using var oneMore = await SignUp("one_more", Address.ToUpperInvariant());
        Assert.Equal(HttpStatusCode.Created, oneMore.StatusCode);
        await SendNow(new MailRequest.ConfirmCode("one_more"));
        Assert.Equal(0, _mails.Count);

        // Others are not held up, and an hour later this one is not either.
        using var bob = await SignUp("bob", "bob@example.test");
        await _mails.NextCodeTo("bob@example.test");
        _time.Advance(TimeSpan.FromHours(1));
        await SendNow(new MailRequest.ConfirmCode("one_more"));
        await _mails.NextCodeTo(Address.ToUpperInvariant());
    }

    [Fact]
    public async Task An_address_gets_fifteen_mails_a_day()
    {
        using var created = await SignUp("alice", Address);
        await _mails.NextCodeTo(Address);
        for (var i = 1; i < 40; i++)
        {
            await SendNow(new MailRequest.ConfirmCode("alice"));
            _time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Equal(MailAllowance.MostADay - 1, _mails.Count);
    }

    [Fact]
    public async Task Who_proves_an_address_signs_in_by_it_and_not_who_only_typed_it()
    {
        using var mallory = await SignUp("mallory", Address);
        await _mails.NextCodeTo(Address);
        using var alice = await SignUp("alice", Address);
        using var confirmed = await Confirm("alice", await _mails.NextCodeTo(Address));

        var browser = Browser.On(_app);
        using var signedIn = await browser.SignIn(Address);

        Assert.Equal("alice", (await signedIn.ReadJsonAsync()).GetProperty("handle").GetString());
    }

    [Fact]
    public async Task Signing_up_with_an_address_in_use_tells_its_owner_and_nobody_else()
    {
        using var first = await SignUp("alice", Address);
        using var confirmed = await Confirm("alice", await _mails.NextCodeTo(Address));

        using var second = await SignUp("alice_too", Address);

        Assert.Equal(
            (await first.ReadJsonAsync()).GetProperty("code_sent_to").GetString(),
            (await second.ReadJsonAsync()).GetProperty("code_sent_to").GetString()
        );
        var mail = await _mails.NextTo(Address);
        Assert.Contains("@alice_too", mail.Text, StringComparison.Ordinal);
        Assert.Contains("belongs to the account @alice here already", mail.Text, StringComparison.Ordinal);
        // It stays theirs.
        using var signedIn = await SignIn(Address);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
    }

    private Task SendNow(MailRequest request) =>
        _app.Services.GetRequiredService<MailSender>().SendAsync(request, TestContext.Current.CancellationToken);
}
