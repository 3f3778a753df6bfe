using System.Text.RegularExpressions;
using System.Threading.Channels;
using Cruddur.Server.Mails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cruddur.Tests.Support;

/// <summary>Takes every mail that a server sends, so that a test can wait for one and read it.</summary>
internal sealed partial class Mailbox : IMailer
{
    private int _waiting;

    private readonly Channel<Mail> _mails = Channel.CreateUnbounded<Mail>();

    /// <summary>How many came and were not read.</summary>
    public int Count => _mails.Reader.Count;

    /// <summary>A server that sends its mails here, and wants addresses confirmed.</summary>
    public Task<TestApp> StartAsync(TimeProvider time, params string[] settings) =>
        TestApp.StartAsync(
            time,
            services => services.Replace(ServiceDescriptor.Singleton<IMailer>(this)),
            ["--Mail:Show=true", .. settings]
        );

    public async Task<Mail> NextTo(string address)
    {
        var mail = await _mails
            .Reader.ReadAsync()
            .AsTask()
            .WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(address, mail.To.Value);
        return mail;
    }

    /// <summary>The code in the next mail, which is to this address.</summary>
    public async Task<string> NextCodeTo(string address) => Code().Match((await NextTo(address)).Text).Value;

    /// <summary>How many wait for the <see cref="Opening"/>.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>What becomes of mails instead of being taken; null for nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>From when on it takes any.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        await Opening.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref _waiting);
        if (Fault is not null)
        {
            throw Fault;
        }
        await _mails.Writer.WriteAsync(mail, cancellationToken);
    }

    [GeneratedRegex(@"(?<=^ +)\d{6}$", RegexOptions.Multiline)]
    private static partial Regex Code();
}
