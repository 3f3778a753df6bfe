using System.Threading.Channels;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>A mail that somebody asked for. Whether there is anybody to send it to is found out later.</summary>
internal abstract record MailRequest
{
    private MailRequest() { }

    /// <summary>Somebody signed up.</summary>
    public sealed record Welcome(Guid UserUuid) : MailRequest;

    /// <summary>Somebody wants a code to confirm the account once more.</summary>
    public sealed record ConfirmCode(string Login) : MailRequest
    {
        public override string ToString() => nameof(ConfirmCode);
    }

    /// <summary>Somebody forgot the password.</summary>
    public sealed record ResetCode(string Login) : MailRequest
    {
        public override string ToString() => nameof(ResetCode);
    }

    /// <summary>The password is another; its owner should know.</summary>
    public sealed record PasswordChanged(Guid UserUuid) : MailRequest;
}

/// <summary>
/// Requests on their way to <see cref="MailSender"/>. An answer waits for none of what follows, so it takes as long whether
/// there is an account or not. In memory: who stops the server has stopped these, and whoever waits asks again.
/// </summary>
internal sealed class MailRequests
{
    private const int MostWaiting = 1_000;

    private readonly Channel<MailRequest> _channel = Channel.CreateBounded<MailRequest>(MostWaiting);

    public ChannelReader<MailRequest> Reader => _channel.Reader;

    public bool HasRoom => _channel.Reader.Count < MostWaiting;

    /// <returns>False when too many wait.</returns>
    public bool TryAdd(MailRequest request) => _channel.Writer.TryWrite(request);
}
