using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cruddur.Server.Json;

/// <summary>How the API writes and reads JSON.</summary>
internal static class JsonSetup
{
    public static IServiceCollection AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.DictionaryKeyPolicy = null;
            json.NumberHandling = JsonNumberHandling.Strict;
            // Answers are application/json with nosniff and never part of a page: emoji need not become escapes.
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.Converters.Add(new UtcMicrosecondsConverter());
        });
}
