using Cruddur.Server.Mails;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>Makes codes and sends the mails that were asked for, some at a time.</summary>
internal sealed class MailSender(
    MailRequests requests,
    AccountStore store,
    AccountCodes codes,
    MailAllowance allowance,
    IUserDirectory directory,
    IMailer mailer,
    ILogger<MailSender> logger
) : BackgroundService
{
    // A mail server takes some tenths of a second for each.
    private const int AtATime = 4;

    public async Task SendAsync(MailRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await FulfilAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is MailException or StorageException or ItemFormatException)
        {
            AccountsLog.MailFailed(logger, exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: a service that throws stops the server. Without its message, which could name the address.
            AccountsLog.MailBroke(logger, exception.GetType().Name, exception.StackTrace);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            requests.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
            async (request, cancellationToken) => await SendAsync(request, cancellationToken)
        );

    private async Task FulfilAsync(MailRequest request, CancellationToken cancellationToken)
    {
        var account = request switch
        {
            MailRequest.Welcome(var userUuid) => await store.FindAsync(userUuid, cancellationToken),
            MailRequest.PasswordChanged(var userUuid) => await store.FindAsync(userUuid, cancellationToken),
            MailRequest.ConfirmCode(var login) => await store.FindByLoginAsync(login, cancellationToken),
            MailRequest.ResetCode(var login) => await store.FindByLoginAsync(login, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown request {request.GetType().Name}."),
        };
        if (
            account is null
            || !IsFor(account, request)
            || await directory.FindAsync(account.UserUuid, cancellationToken) is not { } profile
            || !EmailAddress.TryParse(account.Email, out var email, out _)
        )
        {
            return;
        }
        var isSent = request switch
        {
            // Not among what an address may have: it tells of what was done, and whoever did it must not be able to prevent it.
            MailRequest.PasswordChanged => await SendNoticeAsync(email, profile.Handle, cancellationToken),
            MailRequest.ResetCode => await SendCodeAsync(
                account,
                email,
                CodePurpose.Reset,
                code => Task.FromResult(AccountMails.Reset(email, profile.Handle, code)),
                cancellationToken
            ),
            _ => await SendCodeAsync(
                account,
                email,
                CodePurpose.Confirm,
                async code =>
                {
                    var owner = await FindOtherOwnerAsync(account, email, cancellationToken);
                    return AccountMails.Confirm(email, profile.Handle, code, owner);
                },
                cancellationToken
            ),
        };
        if (isSent)
        {
            AccountsLog.MailSent(logger, account.UserUuid, request.GetType().Name);
        }
    }

    private async Task<bool> SendNoticeAsync(EmailAddress email, Handle handle, CancellationToken cancellationToken)
    {
        await mailer.SendAsync(AccountMails.PasswordChanged(email, handle), cancellationToken);
        return true;
    }

    private async Task<bool> SendCodeAsync(
        Account account,
        EmailAddress email,
        CodePurpose purpose,
        Func<string, Task<Mail>> write,
        CancellationToken cancellationToken
    )
    {
        if (!await allowance.TakeAsync(email, purpose, cancellationToken))
        {
            AccountsLog.TooManyMails(logger, account.UserUuid);
            return false;
        }
        if (await codes.MakeAsync(account.UserUuid, purpose, cancellationToken) is not { } code)
        {
            await allowance.GiveBackAsync(email, purpose, cancellationToken);
            return false;
        }
        try
        {
            await mailer.SendAsync(await write(code.Text), cancellationToken);
            return true;
        }
        catch (MailException)
        {
            // Nobody has it. That it counts for nothing is for whoever waits for it, and not for who guesses meanwhile.
            if (await codes.TakeBackAsync(code, cancellationToken))
            {
                await allowance.GiveBackAsync(email, purpose, cancellationToken);
            }
            throw;
        }
    }

    // To an address that nobody has proven to have, only what proves it.
    private static bool IsFor(Account account, MailRequest request) =>
        request switch
        {
            MailRequest.Welcome or MailRequest.ConfirmCode => account.AwaitsConfirmation,
            MailRequest.PasswordChanged => account.EmailConfirmedAt is not null,
            _ => true,
        };

    private async Task<Handle?> FindOtherOwnerAsync(
        Account account,
        EmailAddress email,
        CancellationToken cancellationToken
    ) =>
        await store.FindProvenOwnerAsync(email, cancellationToken) is { } owner && owner != account.UserUuid
            ? (await directory.FindAsync(owner, cancellationToken))?.Handle
            : null;
}
