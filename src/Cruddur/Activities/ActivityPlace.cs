using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cruddur.Runtime;

namespace Cruddur.Activities;

/// <summary>A place in the order of a list of activities: by time, then by uuid. The cursor of its pages.</summary>
public readonly record struct ActivityPlace
{
    private const string TimeFormat = "D16";
    private const long LatestTime = 9_999_999_999_999_999;

    private ActivityPlace(long createdAt, Guid uuid)
    {
        Microseconds = createdAt;
        Uuid = uuid;
    }

    public Guid Uuid { get; }

    public DateTimeOffset CreatedAt => UnixTime.ToTime(Microseconds);

    internal long Microseconds { get; }

    public static ActivityPlace Of(Guid uuid, DateTimeOffset createdAt) => new(UnixTime.From(createdAt), uuid);

    public static ActivityPlace Of(Activity activity) => Of(activity.Uuid, activity.CreatedAt);

    /// <summary>What sorts as the places do: 16 digits, which last until the year 2286, and the uuid.</summary>
    internal string ToSort() => $"{Microseconds.ToString(TimeFormat, CultureInfo.InvariantCulture)}#{Uuid:D}";

    internal static bool TryParseSort(ReadOnlySpan<char> sort, out ActivityPlace place)
    {
        place = default;
        if (
            sort.Length != 16 + 1 + 36
            || sort[16] != '#'
            || !long.TryParse(sort[..16], NumberStyles.None, CultureInfo.InvariantCulture, out var createdAt)
            || !Guid.TryParseExact(sort[17..], "D", out var uuid)
        )
        {
            return false;
        }
        place = new ActivityPlace(createdAt, uuid);
        return true;
    }

    /// <summary>As it is on the wire.</summary>
    public override string ToString() => PlaceToken.Of(Microseconds, Uuid);

    public static bool TryParse([NotNullWhen(true)] string? text, out ActivityPlace place)
    {
        if (!PlaceToken.TryParse(text, out var createdAt, out var uuid) || createdAt is < 0 or > LatestTime)
        {
            place = default;
            return false;
        }
        place = new ActivityPlace(createdAt, uuid);
        return true;
    }
}
