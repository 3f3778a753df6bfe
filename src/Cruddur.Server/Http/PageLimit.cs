using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Http;

/// <summary>How many entries a page may have.</summary>
internal static class PageLimit
{
    public const int Max = 100;

    public static ProblemHttpResult? Refuse(int limit, int max = Max) =>
        limit >= 1 && limit <= max
            ? null
            : ApiProblem.Of(ProblemCode.RequestMalformed, $"limit is {limit}; it must be 1 to {max}.");
}
