using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>A browser that leaves for the page of a stand-in, which has none, and comes back with a code.</summary>
internal static class HostedVisit
{
    /// <returns>Where that leads.</returns>
    public static async Task<string> ComeBackAsync(TestApp app, string query = "")
    {
        using var client = app.Anonymous();
        using var there = await client.GetAsync($"/api/session/hosted{query}");
        var state = System.Web.HttpUtility.ParseQueryString(there.Headers.Location!.Query)["state"]!;
        var cookies = there.Headers.GetValues("Set-Cookie").Select(set => set.Split(';')[0]);
        using var back = new HttpRequestMessage(
            HttpMethod.Get,
            $"/api/session/hosted/callback?code=1&state={Uri.EscapeDataString(state)}"
        );
        back.Headers.Add("Cookie", string.Join("; ", cookies));
        using var response = await client.SendAsync(back);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }
}
