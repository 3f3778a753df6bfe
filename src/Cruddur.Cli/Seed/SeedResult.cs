using Cruddur.Users;

namespace Cruddur.Cli.Seed;

/// <summary>How seeding ended.</summary>
internal abstract record SeedResult
{
    /// <summary>All of the plan is there, and inboxes have followed.</summary>
    public sealed record Seeded : SeedResult;

    /// <summary>Somebody else has a handle of the plan. No conversation was added.</summary>
    public sealed record HandleTaken(Handle Handle) : SeedResult
    {
        public string Words => $"@{Handle} is the account of somebody else here. Use another folder or table.";
    }
}
