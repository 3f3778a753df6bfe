using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Cruddur.Lambda.Logging;

/// <summary>
/// Writes each entry as a line of JSON, of which Lambda reads <c>timestamp</c> and <c>level</c> when its log format is JSON
/// (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html).
/// </summary>
/// <param name="output">Takes whole lines from several threads.</param>
internal sealed class JsonLineLogger(TextWriter output, TimeProvider time) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        var line = new JsonObject
        {
            ["timestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
            ["level"] = NameOf(logLevel),
            ["event"] = eventId.Id,
            ["message"] = formatter(state, exception),
        };
        if (exception is not null)
        {
            line["exception"] = exception.ToString();
        }
        output.WriteLine(line.ToJsonString());
    }

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.Warning => "WARN",
            LogLevel.Error => "ERROR",
            LogLevel.Critical => "FATAL",
            _ => "INFO",
        };
}
