using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Cruddur.Activities;
using Cruddur.Server.Accounts;
using Cruddur.Server.Http;
using Cruddur.Server.Problems;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Activities;

/// <summary>Reading the feed.</summary>
internal static class ActivityListEndpoints
{
    private const int DefaultLimit = 20;

    /// <summary>Everybody's posts, newest first.</summary>
    public static async Task<Results<Ok<ActivityAnswer[]>, ProblemHttpResult>> HomeAsync(
        [AsParameters] PageOfActivities page,
        ClaimsPrincipal user,
        ActivityServices services,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!page.TryRead(user, out var query, out var refused))
        {
            return refused;
        }
        var found = await services.Activities.ListHomeAsync(query, cancellationToken);
        LinkNext(response, "/api/activities/home", query, found);
        return TypedResults.Ok(await services.AnswersAsync(found.Activities, cancellationToken));
    }

    /// <summary>A person's posts, newest first.</summary>
    public static async Task<Results<Ok<ActivityAnswer[]>, ProblemHttpResult>> OfUserAsync(
        string handle,
        [AsParameters] PageOfActivities page,
        ClaimsPrincipal user,
        ActivityServices services,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!page.TryRead(user, out var query, out var refused))
        {
            return refused;
        }
        var person = Handle.TryParse(handle, out var parsed, out _)
            ? await services.Directory.FindByHandleAsync(parsed, cancellationToken)
            : null;
        if (person is null)
        {
            return ApiProblem.Of(ProblemCode.UserNotFound, "Nobody has this handle. Check how it is written.");
        }
        var found = await services.Activities.ListOfUserAsync(person.Uuid, query, cancellationToken);
        LinkNext(response, $"/api/activities/@{person.Handle}", query, found);
        return TypedResults.Ok(await services.AnswersAsync(found.Activities, cancellationToken));
    }

    /// <summary>One activity and its replies, oldest first.</summary>
    public static async Task<Results<Ok<ActivityDetailAnswer>, ProblemHttpResult>> GetAsync(
        [FromRoute(Name = "activity_uuid")] Guid activityUuid,
        [AsParameters] PageOfActivities page,
        ClaimsPrincipal user,
        ActivityServices services,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (!page.TryRead(user, out var query, out var refused))
        {
            return refused;
        }
        var activity = await services.Activities.FindAsync(activityUuid, query.Reader, cancellationToken);
        if (activity is null)
        {
            return ActivityProblems.NotFound();
        }
        var found = await services.Activities.ListRepliesAsync(activityUuid, query, cancellationToken);
        LinkNext(response, $"/api/activities/{activityUuid:D}", query, found);
        var answers = await services.AnswersAsync([activity, .. found.Activities], cancellationToken);
        return TypedResults.Ok(new ActivityDetailAnswer(answers[0], answers[1..]));
    }

    private static void LinkNext(HttpResponse response, string path, ActivityQuery query, ActivityPage page)
    {
        if (page.Next is { } next)
        {
            LinkHeader.Next(response, $"{path}?limit={query.Limit}&cursor={next}");
        }
    }

    /// <summary>Which page of a list.</summary>
    internal sealed record PageOfActivities
    {
        [FromQuery(Name = "limit")]
        public int? Limit { get; init; }

        [FromQuery(Name = "cursor")]
        public string? Cursor { get; init; }

        public bool TryRead(
            ClaimsPrincipal user,
            [NotNullWhen(true)] out ActivityQuery? query,
            [NotNullWhen(false)] out ProblemHttpResult? refused
        )
        {
            query = null;
            var limit = Limit ?? DefaultLimit;
            refused = PageLimit.Refuse(limit);
            if (refused is not null)
            {
                return false;
            }
            ActivityPlace? after = null;
            if (Cursor is not null)
            {
                if (!ActivityPlace.TryParse(Cursor, out var place))
                {
                    refused = ApiProblem.Of(
                        ProblemCode.RequestMalformed,
                        "cursor is not one that this API gave out. Start again without it."
                    );
                    return false;
                }
                after = place;
            }
            query = new ActivityQuery(CallerIdentity.Of(user)?.UserUuid, after, limit);
            return true;
        }
    }
}

/// <summary>What every endpoint of the feed needs.</summary>
internal sealed record ActivityServices(IActivities Activities, IUserDirectory Directory)
{
    /// <summary>With the names of their authors as they are now.</summary>
    public async Task<ActivityAnswer[]> AnswersAsync(
        IReadOnlyList<Activity> activities,
        CancellationToken cancellationToken
    )
    {
        var authors = activities.Select(activity => activity.UserUuid).ToHashSet();
        var people = await Directory.FindAllAsync(authors, cancellationToken);
        return [.. activities.Select(activity => ActivityAnswer.Of(activity, people))];
    }

    public async Task<ActivityAnswer> AnswerAsync(Activity activity, CancellationToken cancellationToken) =>
        (await AnswersAsync([activity], cancellationToken))[0];
}
