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
        var server = Path.Combine(Checkout.Root, "src", "Cruddur.Server");
        var knowing = Directory
            .EnumerateFiles(server, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(server, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Path.Combine(server, file)).Split('\n').Any(IsOfAnEngine))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "Storage/ChangeTrimming.cs",
                "Storage/DynamoDbStorage.cs",
                "Storage/ItemExpiry.cs",
                "Storage/SqliteStorage.cs",
            ],
            knowing,
            StringComparer.Ordinal
        );
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

    private static bool IsOfAnEngine(string line) =>
        line.StartsWith("using Cruddur.Storage.Sqlite", StringComparison.Ordinal)
        || line.StartsWith("using Cruddur.Storage.DynamoDb", StringComparison.Ordinal);

    private static IEnumerable<string> References(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select((AssemblyName name) => name.Name!);
}
