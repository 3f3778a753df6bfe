namespace Cruddur.Server.Problems;

/// <summary>What a request may be at the most. A message of 8192 bytes, every one escaped, fits.</summary>
internal static class RequestLimits
{
    public const int MaxBodyBytes = 64 * 1024;

    public static readonly string TooLargeDetail = $"A request body has at most {MaxBodyBytes} bytes.";

    public static void AddRequestLimits(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.AddServerHeader = false;
        });
}
