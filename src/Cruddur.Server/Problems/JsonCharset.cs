using Microsoft.Net.Http.Headers;

namespace Cruddur.Server.Problems;

/// <summary>
/// JSON is UTF-8 (RFC 8259, section 8.1). The framework reads other encodings too, but takes the name of one that does not
/// exist for a bug of ours.
/// </summary>
internal static class JsonCharset
{
    private const string Utf8 = "utf-8";

    public static Task RequireUtf8Async(HttpContext context, RequestDelegate next)
    {
        var isOther =
            MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            && type.Charset.HasValue
            && !HeaderUtilities.RemoveQuotes(type.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase);
        if (!isOther)
        {
            return next(context);
        }
        // The status page makes the problem of it.
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }
}
