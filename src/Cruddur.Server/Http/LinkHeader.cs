namespace Cruddur.Server.Http;

/// <summary>The address of the next page (RFC 8288): the body stays the plain array of the original.</summary>
internal static class LinkHeader
{
    public static void Next(HttpResponse response, string address) =>
        response.Headers.Link = $"<{address}>; rel=\"next\"";
}
