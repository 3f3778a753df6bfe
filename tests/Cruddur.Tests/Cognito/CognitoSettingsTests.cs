using System.Security.Cryptography;
using System.Text;
using Cruddur.Tests.Accounts;
using Cruddur.Tests.Issuers;
using Cruddur.Tests.Support;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Cognito;

/// <summary>What the settings say of a pool.</summary>
public sealed class CognitoSettingsTests : StandInPoolTests
{
    [Fact]
    public async Task With_a_secret_calls_carry_its_hash()
    {
        await using var app = await TestApp.StartAsync(Time, [.. Pool.Settings, "--Cognito:ClientSecret=shh"]);
        using var browser = Browser.On(app);
        using var signedIn = await browser.SignIn("@Alice");
        using var forgot = await browser.Send(HttpMethod.Post, "/api/password/forgot", new { login = "alice" });

        var hash = Convert.ToBase64String(
            HMACSHA256.HashData("shh"u8, Encoding.UTF8.GetBytes($"alice{TokenForge.Client}"))
        );
        var auth = Pool.Calls.First(call => call.Operation == "InitiateAuth").Body.GetProperty("AuthParameters");
        Assert.Equal("alice", auth.GetProperty("USERNAME").GetString());
        Assert.Equal(hash, auth.GetProperty("SECRET_HASH").GetString());
        var asked = Pool.Calls.Single(call => call.Operation == "ForgotPassword").Body;
        Assert.Equal(hash, asked.GetProperty("SecretHash").GetString());
    }

    [Theory]
    [InlineData("UserPoolId=nonsense", "Cognito:UserPoolId")]
    [InlineData("Endpoint=http://pool.example", "Cognito:Endpoint")]
    [InlineData("Domain=http://pool.example", "Cognito:Domain")]
    [InlineData("Region=EU WEST", "Cognito:Region")]
    [InlineData("Clientid2=x", "Cognito:Clientid2")]
    public async Task A_wrong_setting_is_refused_at_start_by_name(string setting, string named)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(Time, [.. Pool.Settings, $"--Cognito:{setting}"])
        );
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_pool_there_is_no_start()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            TestApp.StartAsync(Time, "--Accounts:Provider=Cognito")
        );
        Assert.Contains("Cognito:UserPoolId", refused.Message, StringComparison.Ordinal);
    }
}
