using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cruddur.Cli.Terminals;

/// <summary>JSON on standard output: names in snake_case as in the API, readable, and never with raw control characters.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // The output is no part of a page: emoji need not become escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(Terminal terminal, T document) =>
        terminal.Out.WriteLine(JsonSerializer.Serialize(document, Options));
}
