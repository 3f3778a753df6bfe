using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Cruddur.Postgres.Schema;

/// <summary>A step of the schema: a file of SQL in this folder, <c>{number, 4 digits}_{name}.sql</c>. Steps only go forward.</summary>
public sealed record Migration(int Number, string Name, string Text)
{
    /// <summary>All, by their numbers: 1, 2, 3, ….</summary>
    public static IReadOnlyList<Migration> All { get; } = ReadAll();

    /// <summary>Of the text: a step that ran somewhere must never change.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));

    private static List<Migration> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name)),
        ];
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Migration(
            int.Parse(resource[..4], CultureInfo.InvariantCulture),
            Path.GetFileNameWithoutExtension(resource)[5..],
            reader.ReadToEnd()
        );
    }
}
