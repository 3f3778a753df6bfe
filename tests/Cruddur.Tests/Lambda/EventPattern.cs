using System.Text.Json;

namespace Cruddur.Tests.Lambda;

/// <summary>
/// Lambda's rules for an event pattern, as far as ours goes: every name of the pattern is in the event, and at each end is
/// one of the values, or text that begins so
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax).
/// </summary>
internal static class EventPattern
{
    public static bool Matches(JsonElement pattern, JsonElement value) =>
        pattern.ValueKind switch
        {
            JsonValueKind.Object => pattern
                .EnumerateObject()
                .All(part => value.TryGetProperty(part.Name, out var found) && Matches(part.Value, found)),
            JsonValueKind.Array => pattern.EnumerateArray().Any(choice => IsOneOf(choice, value.GetString()!)),
            _ => throw new InvalidOperationException($"'{pattern}' is no pattern."),
        };

    private static bool IsOneOf(JsonElement choice, string text) =>
        choice.ValueKind is JsonValueKind.Object
            ? text.StartsWith(choice.GetProperty("prefix").GetString()!, StringComparison.Ordinal)
            : text == choice.GetString();
}
