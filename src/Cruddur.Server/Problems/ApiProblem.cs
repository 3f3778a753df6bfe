using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Problems;

/// <summary>A field at fault, for the <c>errors</c> of a problem.</summary>
internal sealed record FieldProblem(string Field, ProblemCode Code, string Detail);

/// <summary>Makes the problem details (RFC 9457) that every refusal answers with.</summary>
internal static class ApiProblem
{
    /// <param name="detail">For people: what is wrong, where, and what to do. Never text that a person wrote.</param>
    public static ProblemHttpResult Of(
        ProblemCode code,
        string detail,
        params IEnumerable<KeyValuePair<string, object?>> extensions
    ) => TypedResults.Problem(Details(code, detail, extensions));

    /// <summary>One or more fields at fault; the first decides code and status.</summary>
    public static ProblemHttpResult Of(params IReadOnlyList<FieldProblem> fields)
    {
        var errors = fields
            .GroupBy(field => field.Field, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(field => new FieldError(field.Code.Code, field.Detail)).ToArray(),
                StringComparer.Ordinal
            );
        return Of(fields[0].Code, fields[0].Detail, [new("errors", errors)]);
    }

    public static ProblemDetails Details(
        ProblemCode code,
        string detail,
        params IEnumerable<KeyValuePair<string, object?>> extensions
    )
    {
        var problem = new ProblemDetails
        {
            Type = code.Type,
            Title = code.Title,
            Status = code.Status,
            Detail = detail,
        };
        problem.Extensions["code"] = code.Code;
        foreach (var (name, value) in extensions)
        {
            problem.Extensions[name] = value;
        }
        return problem;
    }
}

/// <summary>An entry of a problem's <c>errors</c>.</summary>
internal sealed record FieldError(string Code, string Detail);
