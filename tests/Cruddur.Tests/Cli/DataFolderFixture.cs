using Cruddur.Activities.Table;
using Cruddur.Cli.Seed;
using Cruddur.Cli.Seed.Demo;
using Cruddur.Cli.Storage;
using Cruddur.Messages;
using Cruddur.Server.Storage;
using Cruddur.Storage.Sqlite;

namespace Cruddur.Tests.Cli;

/// <summary>A folder of its own for the data of a test.</summary>
public class DataFolderFixture : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cruddur-cli-test-").FullName;

    /// <summary>Two people, ada and ben, and what they wrote in turns.</summary>
    internal async Task AddConversation(params string[] texts)
    {
        var now = CommandRun.Now;
        var ada = PlannedPerson.Of(SeedUuid.Of("ada"), "ada", "Ada", now.AddDays(-1));
        var ben = PlannedPerson.Of(SeedUuid.Of("ben"), "ben", "Ben", now.AddDays(-1));
        var messages = texts
            .Select(
                (text, index) =>
                    new PlannedMessage(
                        SeedUuid.Of("message", $"{index}"),
                        index % 2 == 0 ? ada.Uuid : ben.Uuid,
                        now.AddMinutes(index - texts.Length),
                        () => ((MessageTextResult.Valid)MessageText.Parse(text)).Text
                    )
            )
            .ToList();
        var conversation = new PlannedConversation(ada.Uuid, ben.Uuid, messages.Count, messages, []);
        await Seed(new SeedPlan([ada, ben], [conversation], DemoData.ParsedPassword));
    }

    /// <summary>Somebody with this handle who is in no seed.</summary>
    internal Task AddPerson(string handle) =>
        Seed(
            new SeedPlan(
                [PlannedPerson.Of(SeedUuid.Of("stranger"), handle, "A stranger", CommandRun.Now)],
                [],
                DemoData.ParsedPassword
            )
        );

    /// <summary>As a server holds it.</summary>
    internal Task<SqliteTable> OpenAsync() =>
        DataFolder.OpenAsync(
            new StorageOptions { Folder = Path },
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

    internal async Task Seed(SeedPlan plan)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var table = await OpenAsync();
        var hash = PeopleSeeding.HasherOver(table, TimeProvider.System);
        using var people = new Cruddur.Users.TableUserDirectory(table, TimeProvider.System);
        var seeding = new Seeding(
            table,
            people,
            clock => new TableActivities(table, clock, new Random(1)),
            table,
            hash,
            TimeProvider.System
        );
        Assert.IsType<SeedResult.Seeded>(await seeding.RunAsync(plan, new SeedCounts(), cancellation));
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>A folder with the demo people in it, which the tests of a class share and only read.</summary>
public sealed class DemoFolderFixture : DataFolderFixture, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => Assert.Equal(0, (await CommandRun.Of("seed", "--data", Path)).ExitCode);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
