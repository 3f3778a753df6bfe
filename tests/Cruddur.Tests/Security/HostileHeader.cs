namespace Cruddur.Tests.Security;

/// <summary>Headers that say too much, too little or something else than they should.</summary>
internal static class HostileHeader
{
    private static readonly string[] Names =
    [
        "Authorization",
        "Cookie",
        "Content-Type",
        "Content-Encoding",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Accept-Charset",
        "Cruddur-User",
        "Last-Event-ID",
        "Origin",
        "Sec-Fetch-Site",
        "Referer",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Host",
        "Forwarded",
        "X-HTTP-Method-Override",
        "Range",
        "If-None-Match",
        "If-Modified-Since",
        "If-Match",
        "Expect",
        "traceparent",
        "tracestate",
        "baggage",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
        "User-Agent",
        "Content-Language",
        "Via",
        "TE",
        "Upgrade",
        "Host",
        "Content-Length",
    ];

    private static readonly string[] Tokens =
    [
        "Bearer",
        "Bearer ",
        "bearer x",
        "Bearer \t",
        "Basic YTpi",
        "Basic",
        "Digest a=b",
        "Negotiate x",
        "Bearer a b",
        "Bearer a,Bearer b",
        "Bearer null",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "Bearer eyJhbGciOiJub25lIn0.e30.AAAA",
        "Bearer ....",
        "Bearer é",
        "Token x",
    ];

    private static readonly string[] ContentTypes =
    [
        "",
        "text/plain",
        "application/json",
        "application/json; charset=utf-16",
        "application/json; charset=",
        "application/json; charset=\"x",
        "application/json;charset=utf-7",
        "application/problem+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/xml",
        "text/json",
        "application/json, application/json",
        "a/b/c",
        "/",
        "*/*",
        "é",
    ];

    public static (string Name, string Value) Make(Random random, HostileWorld world)
    {
        var name = random.In(Names);
        var value = name switch
        {
            "Authorization" when random.Next(2) == 0 => $"Bearer {HostileText.Damaged(random, world.Token)}",
            "Authorization" => random.In(Tokens),
            "Cookie" when random.Next(2) == 0 => HostileText.Damaged(random, world.Cookie),
            "Cookie" => string.Join("; ", Enumerable.Range(0, random.Next(60)).Select(n => $"cruddur={n}")),
            "Content-Type" => random.In(ContentTypes),
            "Last-Event-ID" => HostileText.Cursor(random, world),
            "Content-Length" => HostileText.Number(random),
            "Expect" => random.In(["100-continue", "200-ok"]),
            "Sec-Fetch-Site" => random.In(["cross-site", "none", "same-origin", ""]),
            "Origin" => random.In(["null", "http://[", "javascript:0", "https://localhost", "http://localhost"]),
            "Host" => random.In(["", "evil.example", "[::1", "[::1]:1", "a:b:c", "x:99999", "localhost:80", "a b"]),
            _ => HostileText.Any(random),
        };
        return (name, value.Replace("\0", "", StringComparison.Ordinal));
    }
}
