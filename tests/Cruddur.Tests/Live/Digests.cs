using System.Text;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Live;

/// <summary>The digest as docs/api.md describes it, from what the API lists.</summary>
internal static class Digests
{
    public static async Task<string> OfGroups(Person person)
    {
        var groups = await person.Groups("?limit=100");
        var sum = groups.Sum(group =>
            (long)Hash(
                $"{group.GetProperty("uuid").GetString()}:{group.GetProperty("last_seq")}:{group.GetProperty("read_seq")}"
            )
        );
        return $"{sum % 0x1_0000_0000:x8}";
    }

    // FNV-1a with 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/).
    private static uint Hash(string text) =>
        Encoding.ASCII.GetBytes(text).Aggregate(0x811c9dc5, (hash, letter) => unchecked((hash ^ letter) * 0x01000193));
}
