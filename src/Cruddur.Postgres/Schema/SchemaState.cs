namespace Cruddur.Postgres.Schema;

/// <summary>What schema a database has.</summary>
/// <param name="Applied">Number and checksum of each step that ran there.</param>
/// <param name="HasUsers">Whether there are people, though perhaps no step ran: the original's schema.</param>
public sealed record SchemaState(IReadOnlyDictionary<int, string> Applied, bool HasUsers)
{
    /// <summary>The newest step that ran; 0 when none did.</summary>
    public int Version => Applied.Keys.DefaultIfEmpty(0).Max();

    /// <summary>What of this version's steps did not run.</summary>
    public IReadOnlyList<Migration> Missing =>
        [.. Migration.All.Where(migration => !Applied.ContainsKey(migration.Number))];

    /// <summary>For people, behind the name of the database: why no server can work with it. Null when one can.</summary>
    public string? Problem => Conflict ?? (Missing.Count == 0 ? null : $"{Lacks} Run 'cruddur db migrate'.");

    /// <summary>The same of what migrating cannot repair.</summary>
    public string? Conflict
    {
        get
        {
            var newest = Migration.All[^1].Number;
            if (Version > newest)
            {
                return $"has the schema {Version}, of a newer version of this program, which knows {newest}. Use that version.";
            }
            var changed = Migration.All.FirstOrDefault(migration =>
                Applied.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum
            );
            return changed is null
                ? null
                : $"was migrated with another text of {changed.Number:D4}_{changed.Name}.sql than this program has. Steps never "
                    + "change: use the program that made it, or restore a backup.";
        }
    }

    private string Lacks =>
        Version == 0
            ? "has no schema."
            : $"has the schema {Version} and this version needs {Migration.All[^1].Number}.";
}
