using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Storage;
using Cruddur.Cli.Terminals;

namespace Cruddur.Cli.Seed;

/// <summary>Seeds a table and says what came of it.</summary>
internal sealed class SeedRun(Terminal terminal, SeedPlan plan, bool json)
{
    public async Task<int> RunAsync(OpenedTable opened, CancellationToken cancellationToken)
    {
        var start = terminal.Time.GetTimestamp();
        var counts = new SeedCounts();
        var hash = PeopleSeeding.HasherOver(opened.Table, terminal.Time);
        await using var directory = await OpenedDirectory.OpenForWritingAsync(opened, terminal, cancellationToken);
        if (directory is null)
        {
            return ExitCode.Failed;
        }
        var seeding = new Seeding(
            opened.Table,
            directory.People,
            directory.ActivitiesAt,
            opened.Feed,
            hash,
            terminal.Time
        ).RunAsync(plan, counts, cancellationToken);
        await SeedProgress.ShowAsync(terminal, plan, counts, seeding);
        var result = await seeding;
        if (result is SeedResult.HandleTaken taken)
        {
            terminal.Error.WriteLine(taken.Words);
            return ExitCode.Failed;
        }
        Report(counts, terminal.Time.GetElapsedTime(start), opened.Name);
        return ExitCode.Done;
    }

    private void Report(SeedCounts counts, TimeSpan elapsed, string name)
    {
        if (json)
        {
            JsonOutput.Write(
                terminal,
                new SeedReport(
                    counts.People,
                    counts.PeopleAdded,
                    plan.Conversations.Count,
                    counts.Messages,
                    counts.MessagesAdded,
                    counts.Posts,
                    counts.PostsAdded,
                    Math.Round(elapsed.TotalSeconds, 3)
                )
            );
            return;
        }
        terminal.Out.WriteLine($"people          {Wording.Of(counts.People)} ({Wording.Of(counts.PeopleAdded)} new)");
        terminal.Out.WriteLine($"message groups  {Wording.Of(plan.Conversations.Count)}");
        terminal.Out.WriteLine(
            $"messages        {Wording.Of(counts.Messages)} ({Wording.Of(counts.MessagesAdded)} new)"
        );
        terminal.Out.WriteLine($"posts           {Wording.Of(counts.Posts)} ({Wording.Of(counts.PostsAdded)} new)");
        terminal.Error.WriteLine($"In {name}, in {Wording.Of(elapsed)}.");
        terminal.Error.WriteLine(
            $"Each can sign in with the password {DemoData.Password}; the first is @{plan.People[0].Person.Handle}."
        );
    }

    private sealed record SeedReport(
        long People,
        long PeopleAdded,
        long MessageGroups,
        long Messages,
        long MessagesAdded,
        long Posts,
        long PostsAdded,
        double Seconds
    );
}
