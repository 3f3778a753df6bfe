using Cruddur.Cli.Terminals;
using Cruddur.Users;

namespace Cruddur.Cli.CommandLine;

/// <summary>Somebody's handle as it was typed, with or without <c>@</c>.</summary>
internal sealed record TypedHandle(string Text)
{
    public async Task<UserProfile?> FindAsync(IUserDirectory directory, CancellationToken cancellationToken) =>
        Handle.TryParse(Handle.WithoutAt(Text), out var handle, out _)
            ? await directory.FindByHandleAsync(handle, cancellationToken)
            : null;

    /// <param name="place">Where the table is.</param>
    /// <param name="program">What the commands of its source begin with.</param>
    public string NobodyHasIt(string place, string program) =>
        $"Nobody in {place} has the handle '{VisibleText.Of(Text)}'. '{program} scan' shows who there is.";
}
