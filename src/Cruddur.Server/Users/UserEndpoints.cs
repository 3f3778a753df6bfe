using Cruddur.Server.Problems;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Users;

/// <summary>Finding people.</summary>
internal static class UserEndpoints
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 50;

    public static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> GetShort(
        string handle,
        IUserDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var profile = Handle.TryParse(handle, out var parsed, out _)
            ? await directory.FindByHandleAsync(parsed, cancellationToken)
            : null;
        return profile is null
            ? ApiProblem.Of(
                ProblemCode.UserNotFound,
                "Nobody has this handle. Look for people with GET /api/users?query=."
            )
            : TypedResults.Ok(UserAnswer.Of(profile));
    }

    public static async Task<Results<Ok<UserAnswer[]>, ProblemHttpResult>> Search(
        string? query,
        int? limit,
        IUserDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<FieldProblem>();
        if (!UserQuery.TryParse(query, out var parsed, out var problem))
        {
            problems.Add(new FieldProblem("query", ProblemCode.QueryInvalid, problem));
        }
        if (limit is < 1 or > MaxLimit)
        {
            var detail = $"The limit is {limit}; give 1 to {MaxLimit}.";
            problems.Add(new FieldProblem("limit", ProblemCode.RequestMalformed, detail));
        }
        if (parsed is null || problems.Count > 0)
        {
            return ApiProblem.Of(problems);
        }
        var people = await directory.SearchAsync(parsed, limit ?? DefaultLimit, cancellationToken);
        return TypedResults.Ok(people.Select(UserAnswer.Of).ToArray());
    }
}

/// <summary>A person, as everybody who is signed in may see them.</summary>
internal sealed record UserAnswer(Guid Uuid, string Handle, string DisplayName)
{
    public static UserAnswer Of(UserProfile profile) =>
        new(profile.Uuid, profile.Handle.Value, profile.DisplayName.Value);
}
