using Cruddur.MessageGroups;
using Cruddur.Server.Problems;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.MessageGroups;

/// <summary>Opens the message group with a person by handle, for the endpoints that take one.</summary>
internal abstract record DirectGroupOpening
{
    public sealed record Opened(MessageGroup Group, UserProfile Other) : DirectGroupOpening;

    public sealed record Refused(ProblemHttpResult Problem) : DirectGroupOpening;

    /// <param name="typedHandle">With or without <c>@</c>.</param>
    public static async Task<DirectGroupOpening> OpenAsync(
        string typedHandle,
        Guid userUuid,
        MessageGroupStore groups,
        IUserDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var other = Handle.TryParse(typedHandle.Trim().TrimStart('@'), out var handle, out _)
            ? await directory.FindByHandleAsync(handle, cancellationToken)
            : null;
        if (other is null)
        {
            return new Refused(
                ApiProblem.Of(
                    ProblemCode.UserNotFound,
                    "Nobody has this handle. GET /api/users?query= finds people by the beginning of a handle or name."
                )
            );
        }
        if (other.Uuid == userUuid)
        {
            return new Refused(
                ApiProblem.Of(
                    new FieldProblem(
                        "handle",
                        ProblemCode.ReceiverIsSender,
                        "That is your own handle. Give somebody else's."
                    )
                )
            );
        }
        var group = await groups.OpenDirectAsync(userUuid, other.Uuid, cancellationToken);
        return new Opened(group, other);
    }
}
