using System.Text.Json;

namespace Cruddur.Bench.Live;

/// <summary>Who may listen and who may write to whom on a prepared server.</summary>
/// <param name="Tokens">An access token for each person.</param>
internal sealed record LiveWorld(IReadOnlyList<string> Tokens, IReadOnlyList<LiveGroup> Groups)
{
    public static LiveWorld Load(string file) => JsonSerializer.Deserialize<LiveWorld>(File.ReadAllText(file))!;

    public void Save(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this));

    /// <summary>People in a ring, each with so many of the next ones.</summary>
    public static IEnumerable<(int One, int Other)> Ring(int people, int neighbours) =>
        from one in Enumerable.Range(0, people)
        from distance in Enumerable.Range(1, neighbours)
        select (one, (one + distance) % people);
}

/// <param name="One">A place in <see cref="LiveWorld.Tokens"/>.</param>
internal sealed record LiveGroup(Guid Uuid, int One, int Other);
