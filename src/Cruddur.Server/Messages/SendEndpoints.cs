using System.Security.Claims;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Server.MessageGroups;
using Cruddur.Server.Problems;
using Cruddur.Server.RateLimits;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Messages;

/// <summary>Sending, by the message's own address or in the original's shape.</summary>
internal static class SendEndpoints
{
    /// <summary>Idempotent by its address: the same call, at any time, gives the same answer.</summary>
    public static Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> PutAsync(
        [FromRoute(Name = "message_group_uuid")] Guid messageGroupUuid,
        [FromRoute(Name = "message_uuid")] Guid messageUuid,
        PutMessageRequest body,
        ClaimsPrincipal user,
        SendServices services,
        HttpResponse response
    )
    {
        var text = MessageText.Parse(body.Message);
        var problems = Problems(MessageProblems.OfText(text), OfBase(body.Base));
        return problems.Count > 0
            ? Refused(ApiProblem.Of(problems))
            : SendAsync(messageGroupUuid, messageUuid, body.Base, text, user, services, response);
    }

    /// <summary>The original's call: to a group, or to a person, whose group is opened if need be.</summary>
    public static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> PostAsync(
        PostMessageRequest body,
        ClaimsPrincipal user,
        SendServices services,
        MessageGroupStore groups,
        IUuidSource uuids,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var handle = body.Handle ?? body.UserReceiverHandle;
        var text = MessageText.Parse(body.Message);
        var messageUuid = uuids.Next();
        var uuidProblem =
            body.MessageUuid is null || Guid.TryParse(body.MessageUuid, out messageUuid)
                ? null
                : new FieldProblem("message_uuid", ProblemCode.RequestMalformed, "message_uuid is not a uuid.");
        var problems = Problems(
            MessageProblems.OfText(text),
            OfReceiver(body.MessageGroupUuid, handle),
            uuidProblem,
            OfBase(body.Base)
        );
        if (problems.Count > 0)
        {
            return ApiProblem.Of(problems);
        }
        if (handle is null)
        {
            return Guid.TryParse(body.MessageGroupUuid, out var messageGroupUuid)
                ? await SendAsync(messageGroupUuid, messageUuid, body.Base, text, user, services, response)
                : MessageProblems.GroupNotFound();
        }
        var opened = await DirectGroupOpening.OpenAsync(
            handle,
            user.UserUuid(),
            groups,
            services.Directory,
            cancellationToken
        );
        return opened switch
        {
            DirectGroupOpening.Opened { Group: var group } => await SendAsync(
                group.Uuid,
                messageUuid,
                body.Base,
                text,
                user,
                services,
                response
            ),
            DirectGroupOpening.Refused { Problem: var problem } => problem,
            _ => throw new InvalidOperationException($"Unknown outcome {opened.GetType().Name}."),
        };
    }

    private static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> SendAsync(
        Guid messageGroupUuid,
        Guid messageUuid,
        long? baseSeq,
        MessageTextResult text,
        ClaimsPrincipal user,
        SendServices services,
        HttpResponse response
    )
    {
        var senderUuid = user.UserUuid();
        var request = new SendRequest(
            messageGroupUuid,
            senderUuid,
            messageUuid,
            baseSeq,
            ((MessageTextResult.Valid)text).Text
        );
        ProblemHttpResult? limited = null;
        var result = await services.Sender.SendAsync(
            request,
            group => (limited = services.Limiter.RefuseGroupSend(response.HttpContext, group.Uuid)) is null,
            services.Lifetime.ApplicationStopping
        );
        if (result is not SendResult.Sent sent)
        {
            return limited ?? MessageProblems.OfSend(result, response);
        }
        var people = await services.Directory.FindAllAsync([senderUuid], CancellationToken.None);
        return TypedResults.Ok(MessageAnswer.Of(sent.Entry, people));
    }

    private static FieldProblem? OfReceiver(string? messageGroupUuid, string? handle)
    {
        if (!string.IsNullOrWhiteSpace(messageGroupUuid) && !string.IsNullOrWhiteSpace(handle))
        {
            return new FieldProblem(
                "message_group_uuid",
                ProblemCode.RequestMalformed,
                "Name the message group or the receiver's handle, not both."
            );
        }
        if (handle is not null && string.IsNullOrWhiteSpace(handle))
        {
            return new FieldProblem(
                "handle",
                ProblemCode.UserReceiverHandleBlank,
                "handle is blank. Give the receiver's handle."
            );
        }
        return handle is null && string.IsNullOrWhiteSpace(messageGroupUuid)
            ? new FieldProblem(
                "message_group_uuid",
                ProblemCode.MessageGroupUuidBlank,
                "Give message_group_uuid, or handle for somebody you have not written to yet."
            )
            : null;
    }

    private static FieldProblem? OfBase(long? baseSeq) =>
        baseSeq < 0 ? new FieldProblem("base", ProblemCode.RequestMalformed, "base is 0 or more.") : null;

    private static List<FieldProblem> Problems(params ReadOnlySpan<FieldProblem?> found)
    {
        var problems = new List<FieldProblem>();
        foreach (var problem in found)
        {
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }
        return problems;
    }

    private static Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> Refused(ProblemHttpResult problem) =>
        Task.FromResult<Results<Ok<MessageAnswer>, ProblemHttpResult>>(problem);
}

/// <summary>What every send needs.</summary>
internal sealed record SendServices(
    MessageSender Sender,
    IUserDirectory Directory,
    RateLimiter Limiter,
    IHostApplicationLifetime Lifetime
);
