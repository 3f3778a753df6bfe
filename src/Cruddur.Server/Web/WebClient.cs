using Cruddur.Server.Settings;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.FileProviders;

namespace Cruddur.Server.Web;

/// <summary>The built web client. Section <c>Web</c>.</summary>
public sealed class WebClientOptions : ISettings
{
    public const string Section = "Web";

    static string ISettings.SectionName => Section;

    /// <summary>The folder that the web client was built into. Default: <c>wwwroot</c> beside the program.</summary>
    public string Root { get; set; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public IEnumerable<string> Problems() =>
        string.IsNullOrWhiteSpace(Root) ? [$"{Section}:{nameof(Root)} is empty; give a folder."] : [];
}

/// <summary>Serves the web client: its files, and its page for every address that is not the API's.</summary>
internal static class WebClient
{
    private const string Page = "index.html";
    private const string Assets = "/assets";

    public static void AddWebClient(this WebApplicationBuilder builder) =>
        // Of files only: compressing answers that hold secrets beside what a stranger chose would tell about them.
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml"];
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });

    public static void UseWebClient(this WebApplication app)
    {
        app.UseResponseCompression();
        if (Files(app) is { } files)
        {
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = Cache });
        }
    }

    /// <summary>Answers with the page what nothing else answered. No route: one would hide that of a wrong method.</summary>
    public static void UseWebClientPage(this WebApplication app)
    {
        var files = Files(app);
        app.MapWhen(IsForPage, page => page.Run(context => SendPageAsync(context, files)));
    }

    private static bool IsForPage(HttpContext context) =>
        context.GetEndpoint() is null
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments(Assets, StringComparison.Ordinal);

    private static async Task SendPageAsync(HttpContext context, PhysicalFileProvider? files)
    {
        if (files is null)
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(
                "The web client is not built. bin/run builds it and starts the server.\n",
                context.RequestAborted
            );
            return;
        }
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.SendFileAsync(files.GetFileInfo(Page), context.RequestAborted);
    }

    // Names under /assets carry a hash of their content; the page that names them must be asked for each time.
    private static void Cache(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext context) =>
        context.Context.Response.Headers.CacheControl = context.Context.Request.Path.StartsWithSegments(
            "/assets",
            StringComparison.Ordinal
        )
            ? "public, max-age=31536000, immutable"
            : "no-cache";

    private static PhysicalFileProvider? Files(WebApplication app)
    {
        var options = SettingsSetup.Read<WebClientOptions>(app.Configuration);
        var root = Path.GetFullPath(options.Root);
        return File.Exists(Path.Combine(root, Page)) ? new PhysicalFileProvider(root) : null;
    }
}
