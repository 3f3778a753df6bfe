using Cruddur.Runtime;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Cruddur.Server.Mails;

/// <summary>Mails as files that only this server's user may read: they hold codes and addresses.</summary>
internal sealed class MailFolder(IOptions<MailOptions> options, IUuidSource uuids, TimeProvider time) : IMailer
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode MailMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Extension = ".eml";

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        try
        {
            var (uuid, now) = (uuids.Next(), time.GetUtcNow());
            var path = Path.Combine(Folder(), $"{uuid:D}{Extension}");
            var written = $"{path}.part";
            var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                file.UnixCreateMode = MailMode;
            }
            await using (var stream = new FileStream(written, file))
            {
                await MailMessages.Of(mail, options.Value.From, uuid, now).WriteToAsync(stream, cancellationToken);
            }
            // Whoever reads the folder meanwhile sees whole mails only.
            File.Move(written, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MailException($"The folder of mails could not be written: {exception.Message}");
        }
    }

    /// <summary>The newest, newest first.</summary>
    public async Task<IReadOnlyList<KeptMail>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var mails = new List<KeptMail>();
        // In the order of their uuids, which is that of time.
        var files = Directory
            .EnumerateFiles(Folder(), $"*{Extension}")
            .Where(file => Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "D", out _))
            .OrderDescending(StringComparer.Ordinal)
            .Take(limit);
        foreach (var file in files)
        {
            using var message = await MimeMessage.LoadAsync(file, cancellationToken);
            mails.Add(
                new KeptMail(
                    Guid.ParseExact(Path.GetFileNameWithoutExtension(file), "D"),
                    message.To.Mailboxes.First().Address,
                    message.Subject ?? "",
                    (message.TextBody ?? "").ReplaceLineEndings("\n"),
                    message.Date.ToUniversalTime()
                )
            );
        }
        return mails;
    }

    private string Folder()
    {
        var path = options.Value.Folder!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
        return path;
    }
}

/// <summary>A mail of the folder.</summary>
internal sealed record KeptMail(Guid Uuid, string To, string Subject, string Text, DateTimeOffset SentAt)
{
    // Without what is in it, which must not come into logs.
    public override string ToString() => $"mail {Uuid}";
}
