using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cruddur.Server.Json;

/// <summary>Times on the wire: ISO 8601 in UTC with six digits after the second, <c>2026-11-21T05:22:00.123456Z</c>.</summary>
internal sealed class UtcMicrosecondsConverter : JsonConverter<DateTimeOffset>
{
    // The round-trip format, which has seven digits behind the second, and is much quicker than one of our own.
    private const string Format = "O";
    private const int RoundTripLength = 28;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[RoundTripLength];
        value.UtcDateTime.TryFormat(text, out _, Format, CultureInfo.InvariantCulture);
        text[^2] = (byte)'Z';
        writer.WriteStringValue(text[..^1]);
    }
}
