using Cruddur.Server.Users;
using Microsoft.Extensions.Configuration;

namespace Cruddur.Tests.Postgres;

public sealed class DirectoryOptionsTests
{
    [Theory]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", true)]
    [InlineData("http://127.0.0.1:9229/local_A", true)]
    [InlineData("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A/", false)]
    [InlineData("http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", false)]
    [InlineData("eu-west-1_A", false)]
    [InlineData("", false)]
    public void The_issuer_of_the_pool_is_what_its_tokens_say(string issuer, bool isGood)
    {
        var problems = new DirectoryOptions { PoolIssuer = issuer }
            .Problems()
            .ToList();

        Assert.Equal(isGood, problems.Count == 0);
        Assert.All(problems, problem => Assert.StartsWith("Directory:PoolIssuer", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "eu-west-1_A", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A")]
    [InlineData("https://other.example/pool", "eu-west-1_A", "https://other.example/pool")]
    public void Without_it_the_pool_is_the_one_of_the_accounts(string? issuer, string? pool, string? found)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                pool is null ? [] : [new("Cognito:UserPoolId", pool), new("Cognito:ClientId", "client")]
            )
            .Build();

        Assert.Equal(found, new DirectoryOptions { PoolIssuer = issuer }.FindPoolIssuer(configuration));
    }
}
