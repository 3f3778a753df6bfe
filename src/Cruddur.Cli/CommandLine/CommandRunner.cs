using System.CommandLine;
using System.CommandLine.Invocation;
using Cruddur.Cli.Terminals;
using Cruddur.Cognito;
using Cruddur.Storage;
using Microsoft.Extensions.Options;

namespace Cruddur.Cli.CommandLine;

/// <summary>Runs a command line, and makes an exit code and words of whatever happens.</summary>
internal static class CommandRunner
{
    /// <summary>How long a command may take to come to an end after Ctrl+C or SIGTERM.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(
        string[] args,
        Terminal terminal,
        CancellationToken cancellationToken = default
    )
    {
        var parsed = CommandTree
            .Create(terminal)
            .Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = parsed.CommandResult.Command is CruddurCommand { HandsOverTerminal: true }
                ? null
                : Patience,
        };
        try
        {
            return parsed.Action is ParseErrorAction
                ? WrongUsage.Show(parsed, terminal)
                : await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception)
        {
            terminal.Error.WriteLine(WordsFor(exception));
            if (CommonOptions.IsVerbose(parsed))
            {
                terminal.Error.WriteLine(exception);
            }
            return ExitCode.Failed;
        }
        finally
        {
            terminal.Flush();
        }
    }

    private static string WordsFor(Exception exception) =>
        exception switch
        {
            StorageException => exception.Message,
            UserPoolException =>
                $"{exception.Message} Check the pool's id, its region or --endpoint, and the credentials.",
            OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } =>
                $"{exception.Message} docs/configuration.md lists the settings and what each takes.",
            ItemFormatException =>
                $"{exception.Message} The table is damaged, or a newer version wrote it; restore a backup or use that version.",
            OperationCanceledException =>
                "Stopped before the end. What was done is kept; the same command again goes on from there.",
            UnauthorizedAccessException or IOException =>
                $"{exception.Message} Check that the file or folder exists and that this user may use it.",
            _ =>
                $"This is a bug: {exception.Message} ({exception.GetType().Name}) Run it again with --verbose and report what it prints.",
        };
}
