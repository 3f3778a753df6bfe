using System.Reflection;
using Cruddur.Server;
using Cruddur.Storage;

namespace Cruddur.Tests.Project;

/// <summary>What may know what.</summary>
public sealed class StructureTests
{
    [Fact]
    public void The_domain_knows_no_web_framework()
    {
        Assert.DoesNotContain(
            References(typeof(ITable)),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_server_knows_no_database()
    {
        Assert.DoesNotContain(
            References(typeof(CruddurServer)),
            name => name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void In_the_server_only_the_setup_of_storage_knows_an_engine()
    {
        Assert.Equal(
            [
                "Storage/ChangeTrimming.cs",
                "Storage/DynamoDbStorage.cs",
                "Storage/ItemExpiry.cs",
                "Storage/SqliteStorage.cs",
            ],
            FilesOfTheServerUsing("Cruddur.Storage.Sqlite", "Cruddur.Storage.DynamoDb"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public void In_the_server_only_the_setup_of_people_and_their_posts_and_the_settings_know_Postgres()
    {
        Assert.Equal(
            ["Activities/PostgresFeed.cs", "Users/DirectoryOptions.cs", "Users/PostgresDirectory.cs"],
            FilesOfTheServerUsing("Cruddur.Postgres"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public void The_function_and_the_domain_bring_no_Postgres_along()
    {
        foreach (var type in new[] { typeof(ITable), typeof(Cruddur.Lambda.FunctionSettings) })
        {
            Assert.DoesNotContain(
                References(type),
                name => name.Contains("Postgres", StringComparison.Ordinal) || name == "Npgsql"
            );
        }
    }

    [Fact]
    public void There_are_no_folders_for_leftovers()
    {
        string[] leftovers = ["Services", "Interfaces", "Models", "Helpers", "Utils", "Common", "Managers"];
        var folders = Directory
            .EnumerateDirectories(Path.Combine(Checkout.Root, "src"), "*", SearchOption.AllDirectories)
            .Select(folder => Path.GetFileName(folder)!);
        Assert.Empty(folders.Intersect(leftovers, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> FilesOfTheServerUsing(params string[] namespaces)
    {
        var server = Path.Combine(Checkout.Root, "src", "Cruddur.Server");
        return Directory
            .EnumerateFiles(server, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(server, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal))
            .Where(file =>
                File.ReadAllText(Path.Combine(server, file))
                    .Split('\n')
                    .Any(line => namespaces.Any(name => line.StartsWith($"using {name}", StringComparison.Ordinal)))
            )
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> References(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select((AssemblyName name) => name.Name!);
}
