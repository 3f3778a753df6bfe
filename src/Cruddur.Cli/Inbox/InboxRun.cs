using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary>Examines a table's inboxes, shows how far it is, and says what came of it.</summary>
/// <param name="program">What the commands of its source begin with.</param>
internal sealed class InboxRun(Terminal terminal, OpenedTable opened, string program, bool repairs, bool json)
{
    /// <param name="typed">Null for everybody.</param>
    public async Task<int> RunAsync(TypedHandle? typed, CancellationToken cancellationToken)
    {
        await using var directory = await OpenedDirectory.OpenAsync(opened.Table, terminal.Time, cancellationToken);
        var user = typed is null ? null : await typed.FindAsync(directory.People, cancellationToken);
        if (typed is not null && user is null)
        {
            terminal.Error.WriteLine(typed.NobodyHasIt(opened.Name, program));
            return ExitCode.Failed;
        }
        var report = new InboxReport();
        var examination = new InboxExamination(opened.Table, terminal.Time, repairs, report);
        var work = user is null
            ? examination.OfEverybodyAsync(cancellationToken)
            : examination.OfAsync(user.Uuid, cancellationToken);
        await WorkProgress.ShowLineAsync(
            terminal,
            work,
            () => $"{Wording.Of(report.Rows)} rows compared, {Wording.Of(report.Found)} differ"
        );
        await work;
        await PrintAsync(report, directory.People, cancellationToken);
        return report.IsWell ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task PrintAsync(InboxReport report, IUserDirectory directory, CancellationToken cancellationToken)
    {
        var people = await directory.FindAllAsync(
            [.. report.Findings.Select(finding => finding.UserUuid).OfType<Guid>().Distinct()],
            cancellationToken
        );
        if (json)
        {
            JsonOutput.Write(terminal, report.ToDocument(people));
            return;
        }
        Columns.Write(terminal.Out, [.. report.Findings.Select(finding => finding.ToRow(people))]);
        terminal.Out.Flush();
        if (report.Found > report.Findings.Count)
        {
            terminal.Error.WriteLine($"And {Wording.Of(report.Found - report.Findings.Count)} more.");
        }
        terminal.Error.WriteLine($"{report.Summary} {Wording.Consumed(report.Cost)}");
    }
}
