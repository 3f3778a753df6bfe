using System.Text;
using Cruddur.Tests.Cli;

namespace Cruddur.Tests.Project;

/// <summary>docs/commands.md is what the commands say of themselves.</summary>
public sealed class CommandsPageTests
{
    private static readonly string[] Commands =
    [
        "",
        "serve",
        "seed",
        "scan",
        "patterns",
        "patterns list-conversations",
        "patterns get-conversation",
        "inbox",
        "inbox check",
        "inbox repair",
        "unread",
        "unread explain",
        "users",
        "users import",
        "cost",
        "ddb",
        "ddb local",
        "ddb schema-load",
        "ddb list-tables",
        "ddb describe-table",
        "ddb renew-epoch",
        "ddb drop",
        "ddb seed",
        "ddb scan",
        "ddb patterns",
        "ddb patterns list-conversations",
        "ddb patterns get-conversation",
        "ddb inbox",
        "ddb inbox check",
        "ddb inbox repair",
        "ddb unread",
        "ddb unread explain",
        "ddb users",
        "ddb users import",
        "cognito",
        "cognito list-users",
        "cognito create-user",
        "db",
        "db setup",
        "db create",
        "db drop",
        "db schema-load",
        "db migrate",
        "db seed",
        "db update-cognito-user-ids",
        "db connect",
        "db sessions",
        "copy",
        "backup",
        "restore",
        "doctor",
    ];

    [Fact]
    public async Task The_commands_page_is_fresh()
    {
        var page = new StringBuilder(
            """
            # Commands

            <!-- What the commands say with --help; write it anew with: CRUDDUR_UPDATE=1 bin/test --quick -->

            `bin/cruddur` builds what is needed and runs them. What they answer is on standard output, what they say besides is on
            standard error. They exit with 0 when done, 1 when refused or failed, 2 when used wrongly.

            """
        );
        foreach (var command in Commands)
        {
            var name = $"cruddur {command}".TrimEnd();
            var run = await CommandRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            page.Append($"\n## {name}\n\n```text\n{run.Out.Trim()}\n```\n");
        }
        GeneratedPage.ShouldBe("commands.md", page.ToString());
    }
}
