using Cruddur.Users;

namespace Cruddur.Server.Accounts;

/// <summary>A person who signed up.</summary>
/// <param name="CodeSentTo">Where the code to confirm the account goes, as <c>a***@e***</c>; null when there is none.</param>
internal sealed record AccountAnswer(
    Guid Uuid,
    string Handle,
    string DisplayName,
    DateTimeOffset CreatedAt,
    string? CodeSentTo
)
{
    public static AccountAnswer Of(UserProfile profile, string? codeSentTo) =>
        new(profile.Uuid, profile.Handle.Value, profile.DisplayName.Value, profile.CreatedAt, codeSentTo);
}

/// <summary>The caller, with what only the caller may see.</summary>
/// <param name="Email">Null for somebody whom another issuer vouches for, who has no account here.</param>
internal sealed record MeAnswer(Guid Uuid, string Handle, string DisplayName, string? Email, DateTimeOffset CreatedAt)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"the user {Uuid}";
}

/// <summary>Puts together what the caller is told about the caller.</summary>
internal sealed class MeReader(IAccounts accounts, IUserDirectory directory)
{
    /// <returns>Null when the person is gone.</returns>
    public async Task<MeAnswer?> FindAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var profile = await directory.FindAsync(userUuid, cancellationToken);
        return profile is null ? null : await FindAsync(profile, cancellationToken);
    }

    public async Task<MeAnswer> FindAsync(UserProfile profile, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(profile.Uuid, cancellationToken);
        return new MeAnswer(
            profile.Uuid,
            profile.Handle.Value,
            profile.DisplayName.Value,
            account?.Email,
            profile.CreatedAt
        );
    }
}
