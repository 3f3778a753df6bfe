using Cruddur.Server.Mails;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>Tells the pages what there is to sign in with, so that they are the same for every provider of accounts.</summary>
internal static class SignInOfferEndpoint
{
    public static Ok<SignInOfferAnswer> Get(IAccounts accounts, IOptions<MailOptions> mail)
    {
        var offer = accounts.Offer;
        return TypedResults.Ok(
            new SignInOfferAnswer(
                offer.Provider.ToString().ToLowerInvariant(),
                offer.SendsCodes,
                offer.HostedPage,
                // Another provider sends its mails itself.
                mail.Value.Show
                    && offer.Provider == AccountsProvider.Local
            )
        );
    }
}

/// <param name="Provider">Whose accounts: <c>local</c> for this server's own.</param>
/// <param name="SendsCodes">Whether there is a way to set a new password for one forgotten.</param>
/// <param name="HostedPage">Where the provider signs people in on a page of its own; null when it does not.</param>
/// <param name="ShowsMails">Whether <c>/mails</c> shows what was sent, to whoever has the key.</param>
internal sealed record SignInOfferAnswer(string Provider, bool SendsCodes, string? HostedPage, bool ShowsMails);
