using System.Security.Claims;
using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Server.Accounts;
using Cruddur.Server.Http;
using Cruddur.Server.Messages;
using Cruddur.Server.Problems;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.MessageGroups;

/// <summary>A person's message groups: the list, one of them, opening one, and how far it is read.</summary>
internal static class MessageGroupEndpoints
{
    private const int DefaultLimit = 20;

    public static async Task<Results<Ok<MessageGroupAnswer[]>, ProblemHttpResult>> ListAsync(
        [FromQuery] int? limit,
        [FromQuery] string? cursor,
        ClaimsPrincipal user,
        InboxReader inbox,
        IUserDirectory directory,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var size = limit ?? DefaultLimit;
        if (PageLimit.Refuse(size) is { } refused)
        {
            return refused;
        }
        InboxCursor? after = null;
        if (cursor is not null)
        {
            if (!InboxCursor.TryParse(cursor, out var parsed))
            {
                return ApiProblem.Of(
                    ProblemCode.RequestMalformed,
                    "cursor is not one that this API gave out. Start again without it."
                );
            }
            after = parsed;
        }
        var page = await inbox.ListAsync(user.UserUuid(), after, size, cancellationToken);
        if (page.Next is { } next)
        {
            LinkHeader.Next(response, $"/api/message_groups?limit={size}&cursor={next}");
        }
        var people = await directory.FindAllAsync(
            page.Rows.Select(row => row.OtherUserUuid).ToList(),
            cancellationToken
        );
        return TypedResults.Ok(page.Rows.Select(row => MessageGroupAnswer.Of(row, people)).ToArray());
    }

    public static async Task<Results<Ok<MessageGroupDetailAnswer>, ProblemHttpResult>> GetAsync(
        [FromRoute(Name = "message_group_uuid")] Guid messageGroupUuid,
        ClaimsPrincipal user,
        MessageGroupStore groups,
        DetailServices services,
        CancellationToken cancellationToken
    )
    {
        var group = await groups.FindForMemberAsync(messageGroupUuid, user.UserUuid(), cancellationToken);
        return group is null
            ? MessageProblems.GroupNotFound()
            : TypedResults.Ok(await DetailAsync(group, user.UserUuid(), services, cancellationToken));
    }

    public static async Task<Results<Ok<MessageGroupDetailAnswer>, ProblemHttpResult>> OpenAsync(
        OpenMessageGroupRequest body,
        ClaimsPrincipal user,
        MessageGroupStore groups,
        DetailServices services,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(body.Handle))
        {
            return ApiProblem.Of(
                new FieldProblem(
                    "handle",
                    ProblemCode.UserReceiverHandleBlank,
                    "handle is blank. Give the other person's handle."
                )
            );
        }
        var opened = await DirectGroupOpening.OpenAsync(
            body.Handle,
            user.UserUuid(),
            groups,
            services.Directory,
            cancellationToken
        );
        return opened switch
        {
            DirectGroupOpening.Opened { Group: var group } => TypedResults.Ok(
                await DetailAsync(group, user.UserUuid(), services, cancellationToken)
            ),
            DirectGroupOpening.Refused { Problem: var problem } => problem,
            _ => throw new InvalidOperationException($"Unknown outcome {opened.GetType().Name}."),
        };
    }

    public static async Task<Results<Ok<ReadMarkAnswer>, ProblemHttpResult>> MarkReadAsync(
        [FromRoute(Name = "message_group_uuid")] Guid messageGroupUuid,
        MarkReadRequest body,
        ClaimsPrincipal user,
        ReadMarks readMarks,
        CancellationToken cancellationToken
    )
    {
        if (body.Seq is not >= 0)
        {
            return ApiProblem.Of(
                new FieldProblem("seq", ProblemCode.RequestMalformed, "Give seq, the highest sequence read, 0 or more.")
            );
        }
        var result = await readMarks.MarkAsync(messageGroupUuid, user.UserUuid(), body.Seq.Value, cancellationToken);
        return result switch
        {
            MarkReadResult.Marked marked => TypedResults.Ok(
                new ReadMarkAnswer(messageGroupUuid, marked.ReadSeq, marked.UnreadCount)
            ),
            MarkReadResult.NotAMember => MessageProblems.GroupNotFound(),
            MarkReadResult.SeqAhead ahead => ApiProblem.Of(
                ProblemCode.SeqAhead,
                $"The log ends at seq {ahead.LastSeq}. Mark at most that as read.",
                [new("last_seq", ahead.LastSeq)]
            ),
            _ => throw new InvalidOperationException($"Unknown outcome {result.GetType().Name}."),
        };
    }

    public static async Task<Ok<UnreadCounterAnswer>> CountUnreadAsync(
        ClaimsPrincipal user,
        InboxReader inbox,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new UnreadCounterAnswer(await inbox.CountUnreadAsync(user.UserUuid(), cancellationToken)));

    private static async Task<MessageGroupDetailAnswer> DetailAsync(
        MessageGroup group,
        Guid userUuid,
        DetailServices services,
        CancellationToken cancellationToken
    )
    {
        var (inbox, log, reconciler, directory) = services;
        var row = inbox.FindAsync(userUuid, group.Uuid, cancellationToken);
        // How far the other has read may be a moment old, and what that saves reads the end of the log, with which the
        // caller's own row is compared: two units together, as when both rows were read strongly.
        const Consistency half = Consistency.Eventual;
        var otherRow = inbox.FindAsync(group.OtherThan(userUuid), group.Uuid, cancellationToken, half);
        var newest = log.BeforeAsync(group.Uuid, null, 1, half, cancellationToken);
        var people = directory.FindAllAsync(group.Members, cancellationToken);
        var last = (await newest).Entries is [var entry] ? entry : null;
        return MessageGroupDetailAnswer.Of(
            await reconciler.HealAsync(group, userUuid, await row, last, isLast: true, cancellationToken),
            (await otherRow)?.ReadSeq ?? 0,
            await people
        );
    }
}

/// <summary>What showing one group needs.</summary>
internal sealed record DetailServices(
    InboxReader Inbox,
    MessageLog Log,
    InboxReconciler Reconciler,
    IUserDirectory Directory
);
