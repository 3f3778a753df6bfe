using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Users;

/// <summary>Somebody whom an identity provider vouches for.</summary>
/// <param name="Username">What the provider calls them (<c>preferred_username</c>): their handle, if it can be one and is free.</param>
/// <param name="Name">What they are to be called (<c>name</c>); without one that can be shown, the handle.</param>
public sealed record Newcomer(Subject Subject, string? Username = null, string? Name = null, string? Email = null)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"newcomer, {Subject}";
}

/// <summary>Makes a person of a subject that was never seen before, when it signs in for the first time.</summary>
public sealed class FirstSignIn(IUserDirectory directory, IUuidSource uuids, TimeProvider time)
{
    /// <summary>The person with the subject; added when there is none. Of several calls at once one adds.</summary>
    /// <exception cref="StorageException">The directory cannot answer, or no handle was free in all attempts.</exception>
    public Task<UserProfile> FindOrAddAsync(Newcomer newcomer, CancellationToken cancellationToken) =>
        FindOrAddAsync(newcomer, _ => [], cancellationToken);

    /// <inheritdoc cref="FindOrAddAsync(Newcomer, CancellationToken)"/>
    /// <param name="together">Of their uuid the writes of the table that happen if and only if they are added.</param>
    public async Task<UserProfile> FindOrAddAsync(
        Newcomer newcomer,
        Func<Guid, IReadOnlyList<Write>> together,
        CancellationToken cancellationToken
    ) =>
        await directory.FindBySubjectAsync(newcomer.Subject, cancellationToken)
        ?? await AddAsync(
            newcomer.Subject,
            newcomer.Username,
            newcomer.Name,
            newcomer.Email,
            together,
            cancellationToken
        );

    /// <summary>Somebody whom nobody vouches for, by the handle and the name that a newcomer would get.</summary>
    /// <inheritdoc cref="FindOrAddAsync(Newcomer, CancellationToken)" path="/exception"/>
    public Task<UserProfile> AddUnknownAsync(
        string username,
        string name,
        Func<Guid, IReadOnlyList<Write>> together,
        CancellationToken cancellationToken
    ) => AddAsync(subject: null, username, name, email: null, together, cancellationToken);

    private async Task<UserProfile> AddAsync(
        Subject? subject,
        string? username,
        string? name,
        string? email,
        Func<Guid, IReadOnlyList<Write>> together,
        CancellationToken cancellationToken
    )
    {
        foreach (var handle in HandleProposals.For(username, uuids))
        {
            // Cheap, and spares a write that would be refused.
            if (await directory.FindByHandleAsync(handle, cancellationToken) is not null)
            {
                continue;
            }
            var profile = ProfileOf(name, handle);
            var user = new NewUser(profile, subject, email);
            switch (await directory.CreateAsync(user, together(profile.Uuid), cancellationToken))
            {
                case CreateUserResult.Created:
                    return profile;
                case CreateUserResult.SubjectTaken
                    when subject is not null
                        && await directory.FindBySubjectAsync(subject, cancellationToken) is { } other:
                    return other;
            }
        }
        throw new StorageException(
            StorageFault.Unavailable,
            "No handle was free for somebody who signs up or in for the first time. Try again."
        );
    }

    private UserProfile ProfileOf(string? name, Handle handle)
    {
        var shown = DisplayName.TryParse(name, out var given, out _) ? given : DisplayName.Parse(handle.Value);
        return UserProfile.New(uuids.Next(), handle, shown, time.GetUtcNow());
    }
}
