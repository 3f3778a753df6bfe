using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cruddur.Runtime;

namespace Cruddur.Live;

/// <summary>Up to when somebody knows the inbox of a store, as <c>{epoch}.{microseconds since 1970, UTC}</c>.</summary>
/// <param name="Watermark">
/// When the last whole reading of the user's rows began that they were told of; <see cref="Nothing"/> before the first. Not when the
/// event left: a stream that is cut within its snapshot would go on without the rest of it.
/// </param>
public readonly record struct EventCursor(string Epoch, DateTimeOffset Watermark)
{
    /// <summary>The watermark of who was not told of all rows yet.</summary>
    public static readonly DateTimeOffset Nothing = DateTimeOffset.UnixEpoch;

    // Microseconds up to the year 9999, which DateTimeOffset can hold.
    private static readonly long MaxWatermark = UnixTime.From(DateTimeOffset.MaxValue);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{UnixTime.From(Watermark)}");

    public static bool TryParse([NotNullWhen(true)] string? text, out EventCursor cursor)
    {
        cursor = default;
        if (
            text is null
            || text.Length <= StoreEpoch.Length + 1
            || text[StoreEpoch.Length] != '.'
            || !Base64Url.IsValid(text.AsSpan(0, StoreEpoch.Length))
            || !long.TryParse(
                text.AsSpan(StoreEpoch.Length + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var watermark
            )
            || watermark > MaxWatermark
        )
        {
            return false;
        }
        cursor = new EventCursor(text[..StoreEpoch.Length], UnixTime.ToTime(watermark));
        return true;
    }
}

/// <summary>Why a cursor is of no use.</summary>
public enum CursorFault
{
    /// <summary>It is of another epoch of the store: a backup was restored in between.</summary>
    Epoch,

    /// <summary>It is none that this API gave out, or of a time to come.</summary>
    Cursor,
}
