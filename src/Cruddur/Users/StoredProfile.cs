using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>A person in the table.</summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = PROFILE</c>; <c>handle, display_name, created_at, version</c>.
/// </remarks>
/// <param name="Version">Counts the changes, so that of two at once one is refused and a cache keeps the newer.</param>
internal sealed record StoredProfile(UserProfile Profile, long Version)
{
    public static Key KeyOf(Guid uuid) => new($"USER#{uuid:D}", "PROFILE");

    public StoredProfile Renamed(DisplayName name) => new(Profile with { DisplayName = name }, Version + 1);

    public Condition IsUnchanged => Condition.EqualTo("version", Version);

    public Item ToItem() =>
        new(
            KeyOf(Profile.Uuid),
            [
                new("handle", Profile.Handle.Value),
                new("display_name", Profile.DisplayName.Value),
                new("created_at", UnixTime.From(Profile.CreatedAt)),
                new("version", Version),
            ]
        );

    public static StoredProfile FromItem(Guid uuid, Item item)
    {
        if (!Handle.TryParse(item.Text("handle"), out var handle, out var problem))
        {
            throw new ItemFormatException(
                $"The item {item.Key} should have a handle in its attribute 'handle': {problem}"
            );
        }
        var profile = new UserProfile(
            uuid,
            handle,
            DisplayName.FromStored(item.Text("display_name")),
            item.Time("created_at")
        );
        return new StoredProfile(profile, item.Number("version"));
    }
}
