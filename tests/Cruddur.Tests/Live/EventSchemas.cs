using System.Text.Json;
using System.Text.RegularExpressions;
using Cruddur.Tests.Project;

namespace Cruddur.Tests.Live;

/// <summary>
/// docs/events.schema.json, and whether something is as it says: the words of JSON Schema that it uses and no others. Stricter in one
/// thing: what is not described must not be there, so that the description is whole.
/// </summary>
internal sealed class EventSchemas
{
    private static readonly HashSet<string> Words =
    [
        "$ref",
        "type",
        "required",
        "properties",
        "pattern",
        "enum",
        "minimum",
    ];

    private readonly JsonElement _all = JsonElement
        .Parse(Checkout.Read("docs", "events.schema.json"))
        .GetProperty("$defs");

    public void Check(StreamEvent one)
    {
        Assert.True(_all.TryGetProperty(one.Type, out var schema), $"{one.Type} is not described.");
        Check(one.Data, schema, one.Type);
        Check(JsonElement.Parse($"\"{one.Id}\""), _all.GetProperty("cursor"), $"the id of {one.Type}");
    }

    private void Check(JsonElement value, JsonElement schema, string place)
    {
        Assert.All(schema.EnumerateObject(), word => Assert.Contains(word.Name, Words, StringComparer.Ordinal));
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(value, _all.GetProperty(reference.GetString()!["#/$defs/".Length..]), place);
            return;
        }
        if (schema.TryGetProperty("enum", out var allowed))
        {
            Assert.Contains(
                value.ToString(),
                allowed.EnumerateArray().Select(one => one.ToString()),
                StringComparer.Ordinal
            );
            return;
        }
        var type = schema.GetProperty("type").GetString();
        Assert.True(IsOf(type, value), $"{place} is {value}, and not of the type {type}.");
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            Assert.Matches(new Regex(pattern.GetString()!), value.GetString()!);
        }
        if (schema.TryGetProperty("minimum", out var minimum))
        {
            Assert.True(value.GetInt64() >= minimum.GetInt64(), $"{place} is {value}.");
        }
        if (type == "object")
        {
            CheckObject(value, schema, place);
        }
    }

    private void CheckObject(JsonElement value, JsonElement schema, string place)
    {
        var properties = schema.GetProperty("properties");
        foreach (var required in schema.GetProperty("required").EnumerateArray())
        {
            Assert.True(value.TryGetProperty(required.GetString()!, out _), $"{place} has no {required}.");
        }
        foreach (var property in value.EnumerateObject())
        {
            Assert.True(
                properties.TryGetProperty(property.Name, out var described),
                $"{place}.{property.Name} is not described."
            );
            Check(property.Value, described, $"{place}.{property.Name}");
        }
    }

    private static bool IsOf(string? type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind is JsonValueKind.Object,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind is JsonValueKind.Number,
            "integer" => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out _),
            _ => throw new InvalidOperationException($"No word for the type {type}."),
        };
}
