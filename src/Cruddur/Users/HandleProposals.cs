using System.Globalization;
using System.Text;
using Cruddur.Runtime;

namespace Cruddur.Users;

/// <summary>
/// Handles for somebody whom another system knows by a name of its own: the name as far as a handle can have it, then with
/// 2, 3, … behind it, then with something random.
/// </summary>
internal static class HandleProposals
{
    private const string WithoutName = "user";
    private const int MostNumbered = 9;
    private const int MostRandom = 5;

    // Six hexadecimal digits: of two people with one name, one in 16 million has to try again.
    private const int RandomLength = 6;

    /// <param name="name">Such as <c>preferred_username</c>; null when there is none.</param>
    public static IEnumerable<Handle> For(string? name, IUuidSource uuids)
    {
        // In a pool of addresses a user name is a uuid, which nobody wishes to be called.
        var root = RootOf(Guid.TryParse(name, out _) ? "" : name ?? "");
        yield return Handle.Parse(root);
        for (var number = 2; number <= MostNumbered; number++)
        {
            yield return WithEnd(root, number.ToString(CultureInfo.InvariantCulture));
        }
        for (var i = 0; i < MostRandom; i++)
        {
            // The end of a uuid of version 7 is random.
            yield return WithEnd(root, $"_{uuids.Next().ToString("N")[^RandomLength..]}");
        }
    }

    private static Handle WithEnd(string root, string end) =>
        Handle.Parse(root[..Math.Min(root.Length, Handle.MaxLength - end.Length)] + end);

    private static string RootOf(string name)
    {
        if (Handle.TryParse(name, out _, out _))
        {
            return name;
        }
        // Of an address only what is in front of the @: the rest says where somebody works or lives.
        var own = name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
        var root = new StringBuilder(Handle.MaxLength);
        foreach (var character in Handle.IsAllowed(own) ? own : SearchFold.Fold(own))
        {
            if (root.Length == Handle.MaxLength)
            {
                break;
            }
            if (Handle.IsAllowed([character]))
            {
                root.Append(character);
            }
            else if (root.Length > 0 && root[^1] != '_')
            {
                root.Append('_');
            }
        }
        var cut = root.ToString().TrimEnd('_');
        return cut.Length >= Handle.MinLength ? cut : WithoutName;
    }
}
