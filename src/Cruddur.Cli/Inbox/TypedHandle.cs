using Cruddur.Cli.Terminals;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary>Somebody by the handle that was typed.</summary>
internal static class TypedHandle
{
    /// <param name="typed">With or without <c>@</c>.</param>
    public static async Task<UserProfile?> FindAsync(
        string typed,
        IUserDirectory directory,
        CancellationToken cancellationToken
    ) =>
        Handle.TryParse(Handle.WithoutAt(typed), out var handle, out _)
            ? await directory.FindByHandleAsync(handle, cancellationToken)
            : null;

    public static string NobodyHas(string typed, string place) =>
        $"Nobody in {place} has the handle '{VisibleText.Of(typed)}'. 'cruddur scan' shows who there is.";
}
