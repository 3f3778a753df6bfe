using System.Text.Json;
using Cruddur.Cognito;
using Cruddur.Server.Issuers;

namespace Cruddur.Server.Cognito;

/// <summary>
/// What the pool gives to whom it lets in
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html).
/// </summary>
internal sealed record PoolGrant(string AccessToken, string? RefreshToken)
{
    /// <returns>Null when the pool asks for more first.</returns>
    /// <exception cref="UserPoolException">There is no access token in it.</exception>
    public static PoolGrant? In(JsonElement answer) =>
        answer.TryGetProperty("AuthenticationResult", out var result) && result.ValueKind == JsonValueKind.Object
            ? new PoolGrant(result.RequiredText("AccessToken"), result.Text("RefreshToken"))
            : null;

    // Without the tokens, which must not come into logs.
    public override string ToString() => nameof(PoolGrant);
}
