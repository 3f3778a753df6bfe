using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cruddur.Cognito;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Cognito;

/// <summary>
/// The framework's, but for asking for the tokens: that one cannot do without a secret, which an app client need not
/// have, and repeats the answer in its error.
/// </summary>
internal sealed class HostedPageHandler(
    IOptionsMonitor<HostedPageOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder
) : OAuthHandler<HostedPageOptions>(options, loggers, encoder)
{
    private static readonly string VerifierKey = OAuthConstants.CodeVerifierKey;

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Options.ClientId,
            ["code"] = context.Code,
            ["redirect_uri"] = context.RedirectUri,
        };
        if (context.Properties.Items.Remove(VerifierKey, out var verifier) && verifier is not null)
        {
            form[VerifierKey] = verifier;
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, Options.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(form),
        };
        if (Options.ClientSecret.Length > 0)
        {
            var secret = Encoding.UTF8.GetBytes($"{Options.ClientId}:{Options.ClientSecret}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(secret));
        }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var response = await Backchannel.SendAsync(request, Context.RequestAborted);
            if (!response.IsSuccessStatusCode)
            {
                return OAuthTokenResponse.Failed(
                    new UserPoolException($"The pool gave no tokens for the code: {(int)response.StatusCode}.")
                );
            }
            var body = await response.Content.ReadAsByteArrayAsync(Context.RequestAborted);
            return OAuthTokenResponse.Success(JsonDocument.Parse(body));
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or JsonException
                || (exception is OperationCanceledException && !Context.RequestAborted.IsCancellationRequested)
            )
        {
            return OAuthTokenResponse.Failed(
                new UserPoolException("The pool gave no usable answer to the code.", exception)
            );
        }
    }
}

internal sealed class HostedPageOptions : OAuthOptions
{
    // Ours were checked before (CognitoOptions), and may have no secret.
    public override void Validate() { }
}
