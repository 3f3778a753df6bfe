using System.Security.Claims;
using Cruddur.Live;
using Cruddur.Server.Accounts;
using Cruddur.Server.MessageGroups;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cruddur.Server.Live;

/// <summary>What a stream tells first, for clients without one and for those that hold something else than they should.</summary>
internal static class SyncEndpoint
{
    public static async Task<Ok<SyncAnswer>> GetAsync(
        [FromQuery] string? cursor,
        ClaimsPrincipal user,
        LiveSnapshots snapshots,
        IUserDirectory directory,
        CancellationToken cancellationToken
    )
    {
        var snapshot = await snapshots.ReadAsync(user.UserUuid(), Consistency.Strong, cancellationToken);
        // Behind the reading: when the epoch is renewed in between, the client is told to forget, once more than needed.
        var standing = snapshots.StandingAt(cursor);
        var rows = snapshot.Rows.Where(standing.MayNotKnow).ToList();
        var people = await directory.FindAllAsync([.. rows.Select(row => row.OtherUserUuid)], cancellationToken);
        return TypedResults.Ok(
            new SyncAnswer(
                snapshot.Cursor.ToString(),
                snapshot.Cursor.Epoch,
                standing.Fault is not null,
                snapshot.Digest,
                snapshot.UnreadCount,
                [.. rows.Select(row => MessageGroupAnswer.Of(row, people))]
            )
        );
    }
}

/// <param name="Cursor">For the next call, or for a stream.</param>
/// <param name="Reset">The cursor was of another epoch of the store or unreadable: forget what you keep; all groups are here.</param>
/// <param name="Digest">Over all groups, as in a stream's heartbeat.</param>
/// <param name="MessageGroups">All that have a message, or those that may have changed since the cursor.</param>
public sealed record SyncAnswer(
    string Cursor,
    string Epoch,
    bool Reset,
    string Digest,
    long UnreadCount,
    MessageGroupAnswer[] MessageGroups
);
