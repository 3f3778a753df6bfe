using System.Net;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Issuers;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>What people are told when a pool refuses, is silent, or says what cannot be understood.</summary>
public sealed class CognitoFaultTests : StandInPoolTests
{
    public static TheoryData<string, string, int, string?> Refusals =>
        new()
        {
            // What one person's account has the matter with it is told alike, and as nothing.
            { "InitiateAuth", "NotAuthorizedException", 401, "invalid_credentials" },
            { "InitiateAuth", "UserNotFoundException", 401, "invalid_credentials" },
            { "InitiateAuth", "PasswordResetRequiredException", 401, "invalid_credentials" },
            { "InitiateAuth", "LimitExceededException", 401, "invalid_credentials" },
            { "InitiateAuth", "UserNotConfirmedException", 403, "account_not_confirmed" },
            { "InitiateAuth", "TooManyRequestsException", 503, "busy" },
            { "InitiateAuth", "com.amazonaws.cognito#TooManyRequestsException", 503, "busy" },
            { "InitiateAuth", "ResourceNotFoundException", 503, "accounts_unavailable" },
            { "InitiateAuth", "SomethingNewException", 503, "accounts_unavailable" },
            { "SignUp", "UsernameExistsException", 409, "handle_taken" },
            { "SignUp", "InvalidPasswordException", 422, "password_refused" },
            { "SignUp", "TooManyRequestsException", 503, "busy" },
            { "SignUp", "LimitExceededException", 503, "busy" },
            { "SignUp", "CodeDeliveryFailureException", 403, "account_not_confirmed" },
            { "SignUp", "UserLambdaValidationException", 422, "sign_up_refused" },
            { "ConfirmSignUp", "CodeMismatchException", 422, "code_refused" },
            { "ConfirmSignUp", "ExpiredCodeException", 422, "code_refused" },
            { "ConfirmSignUp", "UserNotFoundException", 422, "code_refused" },
            { "ConfirmSignUp", "NotAuthorizedException", 422, "code_refused" },
            { "ConfirmSignUp", "AliasExistsException", 422, "code_refused" },
            { "ConfirmSignUp", "TooManyFailedAttemptsException", 422, "code_refused" },
            { "ConfirmSignUp", "InvalidParameterException", 422, "code_refused" },
            { "ConfirmSignUp", "TooManyRequestsException", 503, "busy" },
            { "ResendConfirmationCode", "UserNotFoundException", 202, null },
            { "ResendConfirmationCode", "InvalidParameterException", 202, null },
            { "ResendConfirmationCode", "LimitExceededException", 202, null },
            { "ResendConfirmationCode", "CodeDeliveryFailureException", 202, null },
            { "ResendConfirmationCode", "TooManyRequestsException", 503, "busy" },
            { "ResendConfirmationCode", "ResourceNotFoundException", 503, "accounts_unavailable" },
            { "ForgotPassword", "UserNotFoundException", 202, null },
            { "ForgotPassword", "UserNotConfirmedException", 202, null },
            { "ForgotPassword", "LimitExceededException", 202, null },
            { "ForgotPassword", "TooManyRequestsException", 503, "busy" },
            { "ConfirmForgotPassword", "CodeMismatchException", 422, "code_refused" },
            { "ConfirmForgotPassword", "ExpiredCodeException", 422, "code_refused" },
            { "ConfirmForgotPassword", "UserNotFoundException", 422, "code_refused" },
            { "ConfirmForgotPassword", "LimitExceededException", 422, "code_refused" },
            { "ConfirmForgotPassword", "InvalidParameterException", 422, "code_refused" },
            { "ConfirmForgotPassword", "InvalidPasswordException", 422, "password_refused" },
            { "ConfirmForgotPassword", "PasswordHistoryPolicyViolationException", 422, "password_refused" },
            { "ConfirmForgotPassword", "TooManyRequestsException", 503, "busy" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_of_the_pool_has_its_answer(string operation, string exception, int status, string? code)
    {
        Pool.Refuse(operation, exception, "User alice has it.");

        using var response = await CallAsync(operation);

        if (code is null)
        {
            Assert.Equal(status, (int)response.StatusCode);
            return;
        }
        await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
        Assert.DoesNotContain("User alice has it.", App.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InitiateAuth")]
    [InlineData("SignUp")]
    [InlineData("ConfirmSignUp")]
    [InlineData("ResendConfirmationCode")]
    [InlineData("ForgotPassword")]
    [InlineData("ConfirmForgotPassword")]
    [InlineData("GetUser")]
    public async Task A_pool_that_gives_no_usable_answer_is_told_as_such(string operation)
    {
        foreach (var fault in new[] { "500", "503", "html", "list", "cut", "empty" })
        {
            switch (fault)
            {
                case "html":
                    Pool.Status(operation, 200, "<html>");
                    break;
                case "list":
                    Pool.Status(operation, 200, "[]");
                    break;
                case "cut":
                    Pool.Cut(operation);
                    break;
                case "empty":
                    Pool.Status(operation, 200);
                    break;
                default:
                    Pool.Status(operation, int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }

            using var response = await CallAsync(operation == "GetUser" ? "InitiateAuth" : operation);

            await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
            Assert.NotNull(response.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task The_pools_words_about_a_password_are_passed_on()
    {
        Pool.Refuse(
            "SignUp",
            "InvalidPasswordException",
            "Password did not conform with policy: Password must have symbol characters"
        );

        using var response = await CallAsync("SignUp");

        var problem = await response.ShouldBeProblemAsync((HttpStatusCode)422, "password_refused");
        Assert.Contains(
            "must have symbol characters",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_access_token_that_the_pool_did_not_sign_signs_nobody_in()
    {
        var forged = new TokenForge($"{Pool.Endpoint}/{PoolStandIn.PoolId}", SigningKey.Second.Named("first"), Time);
        Pool.Instead["InitiateAuth"] = context =>
            PoolStandIn.WriteAsync(context, new { AuthenticationResult = new { AccessToken = forged.Good() } });

        using var response = await CallAsync("InitiateAuth");

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "accounts_unavailable");
        Assert.Contains(" 2303 ", App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_hosted_page_can_ask_is_refused_and_logged()
    {
        Pool.Status("InitiateAuth", 200, """{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s"}""");

        using var response = await CallAsync("InitiateAuth");

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more_than_password");
        Assert.Contains("SOFTWARE_TOKEN_MFA", App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_needs_more_than_a_password_is_told_so_when_it_is_to_be_changed()
    {
        using var browser = Browser.On(App);
        using var signedIn = await browser.SignIn("alice");
        Pool.Status("InitiateAuth", 200, """{"ChallengeName":"SOFTWARE_TOKEN_MFA","Session":"s"}""");

        using var response = await browser.Send(
            HttpMethod.Put,
            "/api/me/password",
            new { current_password = TestApp.Password, new_password = "another-battery" }
        );

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "more_than_password");
        Assert.Equal(200, await browser.StatusOf("/api/me"));
    }

    private async Task<HttpResponseMessage> CallAsync(string operation)
    {
        using var browser = Browser.On(App);
        var (address, body) = operation switch
        {
            "InitiateAuth" => ("/api/session", (object)new { login = "alice", password = TestApp.Password }),
            "SignUp" => (
                "/api/accounts",
                new
                {
                    handle = "alice",
                    display_name = "Alice",
                    email = "alice@example.test",
                    password = TestApp.Password,
                }
            ),
            "ConfirmSignUp" => ("/api/accounts/confirmation", new { login = "alice", code = "123456" }),
            "ResendConfirmationCode" => ("/api/accounts/confirmation/resend", new { login = "alice" }),
            "ForgotPassword" => ("/api/password/forgot", new { login = "alice" }),
            _ => (
                "/api/password/reset",
                new
                {
                    login = "alice",
                    code = "123456",
                    password = TestApp.Password,
                }
            ),
        };
        return await browser.Send(HttpMethod.Post, address, body);
    }
}
