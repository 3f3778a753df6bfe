using Cruddur.Server.Mails;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Cruddur.Cli.Serve;

/// <summary>Whoever tries the server out has no mail server: what it would send is shown at <c>/mails</c>.</summary>
internal static class DemoMails
{
    // The weakest source. Where mails are said to go somewhere else, they are not shown.
    public static void AddDefaults(WebApplicationBuilder builder)
    {
        var mail = builder.Configuration.GetSection(MailOptions.Section);
        if (mail[nameof(MailOptions.Server)] is null)
        {
            ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
                0,
                new MemoryConfigurationSource
                {
                    InitialData = [new($"{MailOptions.Section}:{nameof(MailOptions.Show)}", "true")],
                }
            );
        }
    }
}
