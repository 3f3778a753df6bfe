using System.Security.Claims;
using Cruddur.Live;
using Cruddur.MessageGroups;
using Cruddur.Server.Accounts;
using Cruddur.Server.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Live;

/// <summary>That the caller is writing, for the other member's streams.</summary>
internal static class TypingEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> PostAsync(
        [FromRoute(Name = "message_group_uuid")] Guid messageGroupUuid,
        ClaimsPrincipal user,
        MessageGroupStore groups,
        TypingThrottle throttle,
        LivePublisher publisher,
        CancellationToken cancellationToken
    )
    {
        var userUuid = user.UserUuid();
        var group = await groups.FindForMemberAsync(messageGroupUuid, userUuid, cancellationToken);
        if (group is null)
        {
            return MessageProblems.GroupNotFound();
        }
        if (throttle.Allows(group.Uuid, userUuid))
        {
            publisher.Typing(group, userUuid);
        }
        return TypedResults.NoContent();
    }
}
