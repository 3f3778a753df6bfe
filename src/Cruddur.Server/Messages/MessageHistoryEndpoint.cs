using System.Security.Claims;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Server.Accounts;
using Cruddur.Server.Http;
using Cruddur.Server.Problems;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Messages;

/// <summary>The messages of a group, by sequence.</summary>
internal static class MessageHistoryEndpoint
{
    private const int DefaultLimit = 20;

    public static async Task<Results<Ok<MessageAnswer[]>, ProblemHttpResult>> GetAsync(
        [FromRoute(Name = "message_group_uuid")] Guid messageGroupUuid,
        [AsParameters] MessageRange range,
        ClaimsPrincipal user,
        MessageGroupStore groups,
        MessageLog log,
        IUserDirectory directory,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        var limit = range.Limit ?? DefaultLimit;
        if (PageLimit.Refuse(limit) is { } refused)
        {
            return refused;
        }
        if (range.IsAmbiguous)
        {
            return ApiProblem.Of(
                ProblemCode.RequestMalformed,
                "Give one of before_seq, after_seq and around_seq, not several."
            );
        }
        if (range.IsNegative)
        {
            return ApiProblem.Of(ProblemCode.RequestMalformed, "A sequence is 0 or more.");
        }
        var group = await groups.FindForMemberAsync(messageGroupUuid, user.UserUuid(), cancellationToken);
        if (group is null)
        {
            return MessageProblems.GroupNotFound();
        }
        // Strong, so that whoever was told "sent" finds the message on any node.
        const Consistency consistency = Consistency.Strong;
        var page = range switch
        {
            { AfterSeq: { } after } => await log.AfterAsync(group.Uuid, after, limit, consistency, cancellationToken),
            { AroundSeq: { } around } => await log.AroundAsync(
                group.Uuid,
                around,
                limit,
                consistency,
                cancellationToken
            ),
            _ => await log.BeforeAsync(group.Uuid, range.BeforeSeq, limit, consistency, cancellationToken),
        };
        LinkNext(response, group.Uuid, range, limit, page.Entries);
        var people = await directory.FindAllAsync(group.Members, cancellationToken);
        return TypedResults.Ok(page.Entries.Select(entry => MessageAnswer.Of(entry, people)).ToArray());
    }

    // A log has no gaps, so a first sequence above 1 means that there is more, and so does a full page forwards (there
    // the next page may turn out to be empty).
    private static void LinkNext(
        HttpResponse response,
        Guid groupUuid,
        MessageRange range,
        int limit,
        IReadOnlyList<MessageEntry> entries
    )
    {
        var path = $"/api/messages/{groupUuid:D}?limit={limit}";
        if (range.AfterSeq is not null && entries.Count == limit)
        {
            LinkHeader.Next(response, $"{path}&after_seq={entries[^1].Seq}");
        }
        else if (range.AfterSeq is null && entries.Count > 0 && entries[0].Seq > 1)
        {
            LinkHeader.Next(response, $"{path}&before_seq={entries[0].Seq}");
        }
    }
}

/// <summary>Which part of a group's messages. Without any sequence: the newest.</summary>
internal sealed record MessageRange(
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "before_seq")] long? BeforeSeq,
    [property: FromQuery(Name = "after_seq")] long? AfterSeq,
    [property: FromQuery(Name = "around_seq")] long? AroundSeq
)
{
    public bool IsAmbiguous => new[] { BeforeSeq, AfterSeq, AroundSeq }.Count(seq => seq is not null) > 1;

    public bool IsNegative => BeforeSeq < 0 || AfterSeq < 0 || AroundSeq < 0;
}
