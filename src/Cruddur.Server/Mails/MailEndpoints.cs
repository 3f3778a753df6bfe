using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Mails;

/// <summary>The mails of the folder, for whoever develops or tries it out.</summary>
internal static class MailEndpoints
{
    private const int Shown = 50;

    public static async Task<Results<Ok<KeptMail[]>, ProblemHttpResult>> List(
        HttpRequest request,
        MailKey key,
        MailFolder folder,
        CancellationToken cancellationToken
    ) =>
        key.Opens(request)
            ? TypedResults.Ok((await folder.ReadAsync(Shown, cancellationToken)).ToArray())
            : ApiProblem.Of(
                ProblemCode.MailKeyWrong,
                $"Open the address of the mails that this server printed when it started; a program sends what is behind \"key=\" there as {MailKey.Header}."
            );
}
