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
    public async Task<UserProfile> FindOrAddAsync(Newcomer newcomer, CancellationToken cancellationToken)
    {
        if (await directory.FindBySubjectAsync(newcomer.Subject, cancellationToken) is { } known)
        {
            return known;
        }
        foreach (var handle in HandleProposals.For(newcomer.Username, uuids))
        {
            // Cheap, and spares a write that would be refused.
            if (await directory.FindByHandleAsync(handle, cancellationToken) is not null)
            {
                continue;
            }
            var profile = ProfileOf(newcomer, handle);
            var user = new NewUser(profile, newcomer.Subject, newcomer.Email);
            switch (await directory.CreateAsync(user, [], cancellationToken))
            {
                case CreateUserResult.Created:
                    return profile;
                case CreateUserResult.SubjectTaken
                    when await directory.FindBySubjectAsync(newcomer.Subject, cancellationToken) is { } other:
                    return other;
            }
        }
        throw new StorageException(
            StorageFault.Unavailable,
            "No handle was free for somebody who signs in for the first time. Try again."
        );
    }

    private UserProfile ProfileOf(Newcomer newcomer, Handle handle)
    {
        var name = DisplayName.TryParse(newcomer.Name, out var given, out _) ? given : DisplayName.Parse(handle.Value);
        return UserProfile.New(uuids.Next(), handle, name, time.GetUtcNow());
    }
}
