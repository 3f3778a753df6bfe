using System.Net;
using System.Net.Http.Json;
using Cruddur.Server.Accounts;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Accounts;

public sealed class CrowdTests
{
    [Fact]
    public async Task A_crowd_that_signs_in_at_once_is_told_when_to_come_back_and_nobody_is_locked_out_for_it()
    {
        await using var app = await TestApp.StartAsync(null, "--Accounts:PasswordHashIterations=100000");
        using var alice = await app.SignedInAs("alice");
        using var anonymous = app.Anonymous();
        var credentials = new { login = "alice", password = TestApp.Password };
        var crowd = (Environment.ProcessorCount * (1 + HashingTurns.MostWaiting)) + 20;

        var answers = await Task.WhenAll(
            Enumerable.Range(0, crowd).Select(_ => anonymous.PostAsJsonAsync("/api/tokens", credentials))
        );

        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        foreach (var answer in refused)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "busy");
            Assert.NotNull(answer.Headers.RetryAfter);
        }
        using var afterwards = await anonymous.PostAsJsonAsync("/api/tokens", credentials);
        Assert.Equal(HttpStatusCode.OK, afterwards.StatusCode);
        Assert.All(answers, answer => answer.Dispose());
    }
}
