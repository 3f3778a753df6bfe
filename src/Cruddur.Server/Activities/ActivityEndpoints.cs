using System.Security.Claims;
using Cruddur.Activities;
using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Activities;

/// <summary>Posting, replying, liking and taking back.</summary>
internal static class ActivityEndpoints
{
    /// <summary>Posts, or replies when a post is named.</summary>
    public static async Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> PostAsync(
        PostActivityRequest body,
        ClaimsPrincipal user,
        ActivityServices services,
        IUuidSource uuids,
        CancellationToken cancellationToken
    )
    {
        var fields = new ActivityFields(uuids);
        var text = fields.ReadMessage(body.Message);
        var uuid = fields.ReadUuid("activity_uuid", body.ActivityUuid);
        if (body.ReplyToActivityUuid is not null)
        {
            var replyTo = fields.ReadUuid("reply_to_activity_uuid", body.ReplyToActivityUuid);
            fields.RefuseTtl(body.Ttl);
            return text is null || fields.Problems.Count > 0
                ? ApiProblem.Of(fields.Problems)
                : await ReplyAsync(new NewReply(uuid, user.UserUuid(), replyTo, text), services, cancellationToken);
        }
        var ttl = fields.ReadTtl(body.Ttl);
        return text is null || ttl is null || fields.Problems.Count > 0
            ? ApiProblem.Of(fields.Problems)
            : await AnswerAsync(
                await services.Activities.PostAsync(new NewPost(uuid, user.UserUuid(), text, ttl), cancellationToken),
                services,
                cancellationToken
            );
    }

    public static async Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> ReplyAsync(
        [FromRoute(Name = "activity_uuid")] Guid activityUuid,
        ReplyRequest body,
        ClaimsPrincipal user,
        ActivityServices services,
        IUuidSource uuids,
        CancellationToken cancellationToken
    )
    {
        var fields = new ActivityFields(uuids);
        var text = fields.ReadMessage(body.Message);
        var uuid = fields.ReadUuid("activity_uuid", body.ActivityUuid);
        return text is null || fields.Problems.Count > 0
            ? ApiProblem.Of(fields.Problems)
            : await ReplyAsync(new NewReply(uuid, user.UserUuid(), activityUuid, text), services, cancellationToken);
    }

    public static Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> LikeAsync(
        [FromRoute(Name = "activity_uuid")] Guid activityUuid,
        ClaimsPrincipal user,
        ActivityServices services,
        CancellationToken cancellationToken
    ) => SetLikedAsync(activityUuid, user.UserUuid(), isLiked: true, services, cancellationToken);

    public static Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> UnlikeAsync(
        [FromRoute(Name = "activity_uuid")] Guid activityUuid,
        ClaimsPrincipal user,
        ActivityServices services,
        CancellationToken cancellationToken
    ) => SetLikedAsync(activityUuid, user.UserUuid(), isLiked: false, services, cancellationToken);

    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        [FromRoute(Name = "activity_uuid")] Guid activityUuid,
        ClaimsPrincipal user,
        IActivities activities,
        CancellationToken cancellationToken
    ) =>
        await activities.DeleteAsync(activityUuid, user.UserUuid(), cancellationToken) switch
        {
            DeleteActivityResult.Deleted => TypedResults.NoContent(),
            DeleteActivityResult.NotFound => ActivityProblems.NotFound(),
            DeleteActivityResult.NotTheirs => ActivityProblems.NotTheirs(),
            var result => throw new InvalidOperationException($"Unknown outcome {result}."),
        };

    private static async Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> SetLikedAsync(
        Guid activityUuid,
        Guid userUuid,
        bool isLiked,
        ActivityServices services,
        CancellationToken cancellationToken
    )
    {
        var result = await services.Activities.SetLikedAsync(activityUuid, userUuid, isLiked, cancellationToken);
        return result is LikeResult.Done done
            ? TypedResults.Ok(await services.AnswerAsync(done.Activity, cancellationToken))
            : ActivityProblems.OfLike(result);
    }

    private static async Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> ReplyAsync(
        NewReply reply,
        ActivityServices services,
        CancellationToken cancellationToken
    ) => await AnswerAsync(await services.Activities.ReplyAsync(reply, cancellationToken), services, cancellationToken);

    private static async Task<Results<Ok<ActivityAnswer>, ProblemHttpResult>> AnswerAsync(
        PostResult result,
        ActivityServices services,
        CancellationToken cancellationToken
    ) =>
        result is PostResult.Posted posted
            ? TypedResults.Ok(await services.AnswerAsync(posted.Activity, cancellationToken))
            : ActivityProblems.OfPost(result);
}
