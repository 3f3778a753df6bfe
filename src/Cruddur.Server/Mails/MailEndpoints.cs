using System.Net;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Mails;

/// <summary>The mails of the folder, for whoever develops or tries it out on this machine.</summary>
internal static class MailEndpoints
{
    private const int Shown = 50;

    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"];

    public static async Task<Results<Ok<KeptMail[]>, ProblemHttpResult>> List(
        HttpContext context,
        MailFolder folder,
        CancellationToken cancellationToken
    ) =>
        IsOfThisMachine(context)
            ? TypedResults.Ok((await folder.ReadAsync(Shown, cancellationToken)).ToArray())
            : ApiProblem.Of(
                ProblemCode.NotFound,
                "Mails are shown to a browser on the server's own machine only, at http://localhost or http://127.0.0.1."
            );

    // Through a proxy on this machine everybody's address is this machine's, so what a proxy adds counts as well. And a page
    // of a name that somebody made lead here (DNS rebinding) asks for that name.
    private static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
        && (
            context.Request.Host.Host == "localhost"
            || IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)
        );
}
