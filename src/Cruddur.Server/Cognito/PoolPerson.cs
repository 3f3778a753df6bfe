using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Issuers;

namespace Cruddur.Server.Cognito;

/// <summary>
/// What the pool knows of somebody who has signed in
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html).
/// </summary>
internal sealed record PoolPerson(
    string Username,
    string? PreferredUsername,
    string? Name,
    string? Email,
    bool IsEmailVerified
)
{
    /// <summary>Of no other account in the pool.</summary>
    public string? ProvenEmail => IsEmailVerified ? Email : null;

    /// <exception cref="UserPoolException">It is not an answer of GetUser.</exception>
    public static PoolPerson Of(JsonElement answer)
    {
        var attributes =
            answer.TryGetProperty("UserAttributes", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray()
                    .ToLookup(one => one.Text("Name"), one => one.Text("Value"), StringComparer.Ordinal)
                : throw new UserPoolException("The pool does not say what it knows of who has signed in.");
        return new PoolPerson(
            answer.RequiredText("Username"),
            attributes["preferred_username"].FirstOrDefault(),
            attributes["name"].FirstOrDefault(),
            attributes["email"].FirstOrDefault(),
            attributes["email_verified"].FirstOrDefault() == "true"
        );
    }

    // Without names and address, which must not come into logs.
    public override string ToString() => "somebody in the pool";
}
