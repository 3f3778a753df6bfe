using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>A person in the table.</summary>
/// <remarks>
/// Table: <c>pk = USER#{uuid}</c>, <c>sk = PROFILE</c>; <c>handle, display_name, created_at, version</c>, of who
/// signs in with an identity provider <c>subject</c>.
/// </remarks>
/// <param name="Version">Counts the changes, so that of two at once one is refused and a cache keeps the newer.</param>
/// <param name="Subject">By what an identity provider means this person.</param>
internal sealed record StoredProfile(UserProfile Profile, long Version, Subject? Subject = null)
{
    public static Key KeyOf(Guid uuid) => new($"USER#{uuid:D}", "PROFILE");

    public StoredProfile Renamed(DisplayName name) =>
        this with
        {
            Profile = Profile with { DisplayName = name },
            Version = Version + 1,
        };

    public StoredProfile KnownAs(Subject subject) => this with { Subject = subject, Version = Version + 1 };

    public Condition IsUnchanged => Condition.EqualTo("version", Version);

    public Item ToItem()
    {
        List<KeyValuePair<string, AttributeValue>> attributes =
        [
            new("handle", Profile.Handle.Value),
            new("display_name", Profile.DisplayName.Value),
            new("created_at", UnixTime.From(Profile.CreatedAt)),
            new("version", Version),
        ];
        if (Subject is not null)
        {
            attributes.Add(new("subject", Subject.Text));
        }
        return new Item(KeyOf(Profile.Uuid), attributes);
    }

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
        return new StoredProfile(profile, item.Number("version"), SubjectOf(item));
    }

    private static Subject? SubjectOf(Item item)
    {
        if (item.TextOrNull("subject") is not { } text)
        {
            return null;
        }
        return Subject.TryParse(text, out var subject, out var problem)
            ? subject
            : throw new ItemFormatException(
                $"The item {item.Key} should have a subject in its attribute 'subject': {problem}"
            );
    }
}
