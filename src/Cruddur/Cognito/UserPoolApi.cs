using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cruddur.Cognito;

/// <summary>
/// A Cognito user pool by its JSON API, version 2016-04-18
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html). AWS's own package for it is
/// not among those that this project can restore; of its hundred calls a dozen are needed.
/// </summary>
/// <param name="http">
/// Its base address is the service's. It bounds the time and the size of an answer, and signs where the calls are an
/// administrator's.
/// </param>
public sealed class UserPoolApi(HttpClient http)
{
    private const string Target = "AWSCognitoIdentityProviderService.";

    // Capitals at the beginning, which the client's defaults would make small.
    private static readonly JsonSerializerOptions AsNamed = new();
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-amz-json-1.1");

    /// <param name="parameters">Those that are null are left out.</param>
    /// <exception cref="UserPoolException">No usable answer: it is not known whether the call took effect.</exception>
    public async Task<UserPoolAnswer> CallAsync(
        string operation,
        IReadOnlyDictionary<string, object?> parameters,
        CancellationToken cancellationToken
    )
    {
        var given = parameters.Where(one => one.Value is not null).ToDictionary(StringComparer.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, http.BaseAddress)
        {
            Content = JsonContent.Create(given, ContentType, AsNamed),
        };
        // Not chunked, which signatures would have to know of.
        await request.Content.LoadIntoBufferAsync(cancellationToken);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", Target + operation);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new UserPoolAnswer.Done(ObjectOf(operation, body)),
                HttpStatusCode.BadRequest => RefusalOf(ObjectOf(operation, body)),
                HttpStatusCode.TooManyRequests => new UserPoolAnswer.Refused(UserPoolRefusal.TooManyRequests, ""),
                var status => throw new UserPoolException($"The pool answered {operation} with {(int)status}."),
            };
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new UserPoolException($"The pool did not answer {operation}: {exception.Message}", exception);
        }
    }

    private static JsonElement ObjectOf(string operation, byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw new UserPoolException($"The pool answered {operation} with something else than an object.");
        }
        catch (JsonException exception)
        {
            throw new UserPoolException($"The pool answered {operation} with something else than JSON.", exception);
        }
    }

    private static UserPoolAnswer.Refused RefusalOf(JsonElement body)
    {
        // A name, perhaps with that of its model in front: com.amazonaws…#NotAuthorizedException.
        var type = TextOf(body, "__type")?.Split('#')[^1] ?? "";
        var name = type.EndsWith("Exception", StringComparison.Ordinal) ? type[..^"Exception".Length] : type;
        return new UserPoolAnswer.Refused(
            Enum.TryParse<UserPoolRefusal>(name, out var refusal) && Enum.IsDefined(refusal)
                ? refusal
                : UserPoolRefusal.Other,
            TextOf(body, "message") ?? TextOf(body, "Message") ?? type
        );
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What a pool says to a call.</summary>
public abstract record UserPoolAnswer
{
    private UserPoolAnswer() { }

    public sealed record Done(JsonElement Body) : UserPoolAnswer
    {
        // Without the tokens and addresses in it, which must not come into logs.
        public override string ToString() => nameof(Done);
    }

    /// <param name="Message">The pool's words, in English; they may name the person.</param>
    public sealed record Refused(UserPoolRefusal Refusal, string Message) : UserPoolAnswer
    {
        public override string ToString() => $"{Refusal}";
    }
}

/// <summary>The pool's exceptions, by their names without "Exception".</summary>
public enum UserPoolRefusal
{
    /// <summary>One that has no name here: a wrong setting of the pool or of this server.</summary>
    Other,

    AliasExists,
    CodeDeliveryFailure,
    CodeMismatch,
    ExpiredCode,
    InvalidParameter,
    InvalidPassword,

    /// <summary>Too often for one person.</summary>
    LimitExceeded,

    NotAuthorized,
    PasswordHistoryPolicyViolation,
    PasswordResetRequired,

    /// <summary>No such pool, or no such app client.</summary>
    ResourceNotFound,

    TooManyFailedAttempts,

    /// <summary>Too often for the whole pool: nothing was done.</summary>
    TooManyRequests,

    UserLambdaValidation,
    UsernameExists,
    UserNotConfirmed,
    UserNotFound,
}

/// <summary>A pool did not answer, or not so that it could be understood.</summary>
public sealed class UserPoolException : Exception
{
    public UserPoolException(string message)
        : base(message) { }

    public UserPoolException(string message, Exception cause)
        : base(message, cause) { }
}
