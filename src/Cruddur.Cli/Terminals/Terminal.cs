using System.Text;

namespace Cruddur.Cli.Terminals;

/// <summary>What a command talks to: a process gives it its own, a test one that it can read.</summary>
/// <param name="Out">Data. Flushed at the end, and where somebody waits for a line.</param>
/// <param name="Error">Talk.</param>
/// <param name="IsErrorInteractive">Somebody looks at <paramref name="Error"/>: progress may be drawn.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, bool IsErrorInteractive, TimeProvider Time)
    : IDisposable
{
    /// <summary>What somebody types when asked.</summary>
    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>The next key that somebody presses, without showing it; null when the input is no keyboard.</summary>
    public Func<ConsoleKeyInfo>? NextKey { get; init; }

    // Always UTF-8, whatever the locale: the output is data for other programs, and theirs is UTF-8.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    public static Terminal OfThisProcess() =>
        new(
            new StreamWriter(Console.OpenStandardOutput(), Encoding, bufferSize: 16 * 1024),
            new StreamWriter(Console.OpenStandardError(), Encoding) { AutoFlush = true },
            !Console.IsErrorRedirected,
            TimeProvider.System
        )
        {
            In = Console.In,
            NextKey = Console.IsInputRedirected ? null : () => Console.ReadKey(intercept: true),
        };

    /// <summary>Asks, and waits for a line.</summary>
    /// <returns>What was typed; null at the end of the input, as where nobody is there to type.</returns>
    public string? Ask(string question)
    {
        Error.Write(question);
        Flush();
        return In.ReadLine()?.Trim();
    }

    /// <summary>Asks for a secret: what is typed is not shown, and taken as it is, with spaces at its ends.</summary>
    /// <inheritdoc cref="Ask" path="/returns"/>
    public string? AskSecret(string question)
    {
        Error.Write(question);
        Flush();
        if (NextKey is null)
        {
            return In.ReadLine();
        }
        var typed = HiddenLine.Read(NextKey);
        Error.WriteLine();
        return typed;
    }

    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    public void Dispose()
    {
        Out.Dispose();
        Error.Dispose();
    }
}
