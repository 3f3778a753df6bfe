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
        if (!await allowance.TakeAsync(email, cancellationToken))
        {
            AccountsLog.TooManyMails(logger, account.UserUuid);
            return;
        }
        await mailer.SendAsync(
            await WriteAsync(request, account, profile.Handle, email, cancellationToken),
            cancellationToken
        );
        AccountsLog.MailSent(logger, account.UserUuid, request.GetType().Name);
    }

    // To an address that nobody has proven to have, only what proves it.
    private static bool IsFor(Account account, MailRequest request) =>
        request switch
        {
            MailRequest.Welcome or MailRequest.ConfirmCode => account.AwaitsConfirmation,
            MailRequest.PasswordChanged => account.EmailConfirmedAt is not null,
            _ => true,
        };

    private async Task<Mail> WriteAsync(
        MailRequest request,
        Account account,
        Handle handle,
        EmailAddress email,
        CancellationToken cancellationToken
    )
    {
        switch (request)
        {
            case MailRequest.PasswordChanged:
                return AccountMails.PasswordChanged(email, handle);
            case MailRequest.ResetCode:
                var reset = await codes.MakeAsync(account.UserUuid, CodePurpose.Reset, cancellationToken);
                return AccountMails.Reset(email, handle, reset);
            default:
                var code = await codes.MakeAsync(account.UserUuid, CodePurpose.Confirm, cancellationToken);
                var owner = await FindOtherOwnerAsync(account, email, cancellationToken);
                return AccountMails.Confirm(email, handle, code, owner);
        }
    }

    private async Task<Handle?> FindOtherOwnerAsync(
        Account account,
        EmailAddress email,
        CancellationToken cancellationToken
    ) =>
        await store.FindProvenOwnerAsync(email, cancellationToken) is { } owner && owner != account.UserUuid
            ? (await directory.FindAsync(owner, cancellationToken))?.Handle
            : null;
}
