using System.Security.Cryptography;
using System.Text;

namespace Cruddur.Cognito;

/// <summary>What anybody may ask of a pool, through one of its app clients: nothing here is signed.</summary>
/// <param name="clientSecret">Null for an app client without one.</param>
public sealed class UserPoolClient(UserPoolApi api, string clientId, string? clientSecret)
{
    public Task<UserPoolAnswer> SignUpAsync(
        string username,
        string password,
        IEnumerable<KeyValuePair<string, string>> attributes,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            "SignUp",
            username,
            cancellationToken,
            ("Password", password),
            ("UserAttributes", attributes.Select(one => new { Name = one.Key, one.Value }))
        );

    public Task<UserPoolAnswer> ConfirmSignUpAsync(string username, string code, CancellationToken cancellationToken) =>
        CallAsync("ConfirmSignUp", username, cancellationToken, ("ConfirmationCode", code));

    public Task<UserPoolAnswer> ResendCodeAsync(string username, CancellationToken cancellationToken) =>
        CallAsync("ResendConfirmationCode", username, cancellationToken);

    public Task<UserPoolAnswer> ForgotPasswordAsync(string username, CancellationToken cancellationToken) =>
        CallAsync("ForgotPassword", username, cancellationToken);

    public Task<UserPoolAnswer> ConfirmForgotPasswordAsync(
        string username,
        string code,
        string password,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            "ConfirmForgotPassword",
            username,
            cancellationToken,
            ("ConfirmationCode", code),
            ("Password", password)
        );

    /// <summary>By password; the app client must allow the flow USER_PASSWORD_AUTH.</summary>
    public Task<UserPoolAnswer> SignInAsync(string username, string password, CancellationToken cancellationToken) =>
        InitiateAuthAsync(
            "USER_PASSWORD_AUTH",
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["USERNAME"] = username,
                ["PASSWORD"] = password,
                ["SECRET_HASH"] = SecretHash(username),
            },
            cancellationToken
        );

    /// <param name="username">The one in the access token: a secret is hashed with it and with no alias.</param>
    public Task<UserPoolAnswer> RefreshAsync(
        string refreshToken,
        string username,
        CancellationToken cancellationToken
    ) =>
        InitiateAuthAsync(
            "REFRESH_TOKEN_AUTH",
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["REFRESH_TOKEN"] = refreshToken,
                ["SECRET_HASH"] = SecretHash(username),
            },
            cancellationToken
        );

    public Task<UserPoolAnswer> ChangePasswordAsync(
        string accessToken,
        string currentPassword,
        string newPassword,
        CancellationToken cancellationToken
    ) =>
        api.CallAsync(
            "ChangePassword",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["AccessToken"] = accessToken,
                ["PreviousPassword"] = currentPassword,
                ["ProposedPassword"] = newPassword,
            },
            cancellationToken
        );

    /// <summary>Needs a token with the scope <c>aws.cognito.signin.user.admin</c>, which those by password have.</summary>
    public Task<UserPoolAnswer> GetUserAsync(string accessToken, CancellationToken cancellationToken) =>
        api.CallAsync(
            "GetUser",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["AccessToken"] = accessToken },
            cancellationToken
        );

    public Task<UserPoolAnswer> RevokeAsync(string refreshToken, CancellationToken cancellationToken) =>
        api.CallAsync(
            "RevokeToken",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ClientId"] = clientId,
                ["ClientSecret"] = clientSecret,
                ["Token"] = refreshToken,
            },
            cancellationToken
        );

    private Task<UserPoolAnswer> InitiateAuthAsync(
        string flow,
        Dictionary<string, string?> parameters,
        CancellationToken cancellationToken
    ) =>
        api.CallAsync(
            "InitiateAuth",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["ClientId"] = clientId,
                ["AuthFlow"] = flow,
                ["AuthParameters"] = parameters
                    .Where(one => one.Value is not null)
                    .ToDictionary(StringComparer.Ordinal),
            },
            cancellationToken
        );

    private Task<UserPoolAnswer> CallAsync(
        string operation,
        string username,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["ClientId"] = clientId,
            ["Username"] = username,
            ["SecretHash"] = SecretHash(username),
        };
        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }
        return api.CallAsync(operation, all, cancellationToken);
    }

    // https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
    private string? SecretHash(string username) =>
        clientSecret is null
            ? null
            : Convert.ToBase64String(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(clientSecret), Encoding.UTF8.GetBytes(username + clientId))
            );
}
