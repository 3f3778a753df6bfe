using Cruddur.Runtime;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Server.Mails;
using Cruddur.Storage;
using Cruddur.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>Composes this server's own accounts.</summary>
internal static class LocalAccountsSetup
{
    // Singletons, which stay when Identity adds its own, as they keep nothing between calls and IAccounts is one.
    public static void AddLocalAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton<IUserStore<Account>>(provider => provider.GetRequiredService<AccountStore>());
        services.AddSingleton<IPasswordHasher<Account>, AccountPasswordHasher>();
        services.AddSingleton<UserManager<Account>, AccountManager>();
        services.AddIdentityCore<Account>();
        services.ConfigureOptions<IdentitySettings>();
        services.AddSingleton(_ => new HashingTurns());
        services.AddSingleton<AccountCodes>();
        services.AddSingleton<MailAllowance>();
        services.AddSingleton<MailRequests>();
        services.AddSingleton<MailSender>();
        services.AddHostedService(provider => provider.GetRequiredService<MailSender>());
        services.AddSingleton(provider => new LocalAccounts(
            provider.GetRequiredService<ITable>(),
            provider.GetRequiredService<IUserDirectory>(),
            provider.GetRequiredService<IUuidSource>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<UserManager<Account>>(),
            provider.GetRequiredService<HashingTurns>(),
            MailsOf(provider),
            provider.GetRequiredService<ILogger<LocalAccounts>>()
        ));
    }

    private static LocalMails? MailsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MailOptions>>().Value.IsOn
            ? new LocalMails(
                provider.GetRequiredService<AccountCodes>(),
                provider.GetRequiredService<MailRequests>(),
                provider.GetRequiredService<IOptions<AccountsOptions>>().Value.ConfirmEmail == true
            )
            : null;
}
