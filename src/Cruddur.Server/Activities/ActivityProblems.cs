using Cruddur.Activities;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Activities;

/// <summary>What the outcomes of activities are on the wire.</summary>
internal static class ActivityProblems
{
    public static ProblemHttpResult NotFound() =>
        ApiProblem.Of(
            ProblemCode.ActivityNotFound,
            "No activity with this uuid is to be seen. It may have expired or been taken back: those are not told apart."
        );

    public static ProblemHttpResult NotTheirs() =>
        ApiProblem.Of(ProblemCode.ActivityNotYours, "Only whoever wrote an activity can delete it.");

    public static FieldProblem Ttl() =>
        new(
            "ttl",
            ProblemCode.TtlInvalid,
            $"ttl is none of the times that there are. Give one of {string.Join(", ", ActivityTtl.All.Select(ttl => ttl.Word))}."
        );

    public static FieldProblem TtlOfReply() =>
        new("ttl", ProblemCode.TtlInvalid, "A reply ends with the post that it answers. Leave ttl out.");

    public static FieldProblem NoUuid(string field) =>
        new(field, ProblemCode.RequestMalformed, $"{field} is not a uuid.");

    public static ProblemHttpResult OfPost(PostResult result) =>
        result switch
        {
            PostResult.NotFound => NotFound(),
            PostResult.UuidReused => ApiProblem.Of(
                ProblemCode.ActivityUuidReused,
                "There is another activity under this activity_uuid. Choose a new one."
            ),
            PostResult.ReplyToReply reply => ApiProblem.Of(
                ProblemCode.ReplyToReply,
                $"That is a reply itself. Answer the post, {reply.PostUuid:D}."
            ),
            PostResult.PersonGone => PersonGone(),
            _ => throw new InvalidOperationException($"Unknown outcome {result.GetType().Name}."),
        };

    public static ProblemHttpResult OfLike(LikeResult result) =>
        result switch
        {
            LikeResult.NotFound => NotFound(),
            LikeResult.PersonGone => PersonGone(),
            _ => throw new InvalidOperationException($"Unknown outcome {result.GetType().Name}."),
        };

    // As /api/me answers: the session is good, and whose it is has gone.
    private static ProblemHttpResult PersonGone() =>
        ApiProblem.Of(ProblemCode.Unauthenticated, "The account is gone. Sign up again.");
}
