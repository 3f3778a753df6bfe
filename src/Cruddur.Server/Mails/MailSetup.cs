using Cruddur.Server.Settings;
using Cruddur.Server.Storage;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Mails;

/// <summary>Composes how mails go out.</summary>
internal static class MailSetup
{
    public static WebApplicationBuilder AddMails(this WebApplicationBuilder builder)
    {
        builder.AddSettings<MailOptions>(
            static (options, configuration) =>
            {
                if (options.Show)
                {
                    options.Folder ??= SettingsSetup.Read<StorageOptions>(configuration).MailsFolder;
                }
            }
        );
        builder.Services.AddSingleton<MailFolder>();
        builder.Services.AddSingleton<MailKey>();
        builder.Services.AddSingleton<SmtpMailer>();
        // Where none go out nobody asks for one.
        builder.Services.AddSingleton<IMailer>(services =>
            services.GetRequiredService<IOptions<MailOptions>>().Value.Server is not null
                ? services.GetRequiredService<SmtpMailer>()
                : services.GetRequiredService<MailFolder>()
        );
        return builder;
    }

    public static void MapMails(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MailOptions>>().Value.Show)
        {
            app.MapGet("/api/mails", MailEndpoints.List)
                .WithName("listMails")
                .WithTags("Mails")
                .AllowAnonymous()
                .ExcludeFromDescription();
        }
    }
}
