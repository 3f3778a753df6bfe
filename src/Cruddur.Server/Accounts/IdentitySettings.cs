using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>The settings of ASP.NET Core Identity, from ours.</summary>
internal sealed class IdentitySettings(IOptions<AccountsOptions> accounts)
    : IConfigureOptions<IdentityOptions>,
        IConfigureOptions<PasswordHasherOptions>
{
    public void Configure(IdentityOptions options)
    {
        options.Lockout.MaxFailedAccessAttempts = accounts.Value.LockoutThreshold;
        options.Lockout.DefaultLockoutTimeSpan = accounts.Value.LockoutDuration;
    }

    public void Configure(PasswordHasherOptions options) =>
        options.IterationCount = accounts.Value.PasswordHashIterations;
}
