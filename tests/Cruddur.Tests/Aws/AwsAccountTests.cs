using System.Net;
using Cruddur.Aws;

namespace Cruddur.Tests.Aws;

/// <summary>Whose account it is, as AWS's documents show the answers.</summary>
public sealed class AwsAccountTests
{
    private const string Answer = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult>
            <Arn>arn:aws:iam::123456789012:user/Alice</Arn>
            <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>
            <Account>123456789012</Account>
          </GetCallerIdentityResult>
        </GetCallerIdentityResponse>
        """;

    private const string Refusal = """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The token is invalid.</Message></Error>
        </ErrorResponse>
        """;

    [Fact]
    public async Task The_account_is_what_the_service_says()
    {
        var (account, asked) = await FindAsync(HttpStatusCode.OK, Answer);

        Assert.Equal(new AwsAccount.Known("123456789012"), account);
        Assert.Equal("Action=GetCallerIdentity&Version=2011-06-15", asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, Refusal, "403 InvalidClientTokenId")]
    [InlineData(HttpStatusCode.BadGateway, "<html/>", "502 Bad Gateway")]
    [InlineData(HttpStatusCode.OK, "<html/>", "200 OK")]
    [InlineData(HttpStatusCode.OK, "no XML", "Data at the root level is invalid. Line 1, position 1.")]
    public async Task Any_other_answer_is_why_it_is_unknown(HttpStatusCode status, string body, string reason) =>
        Assert.Equal(new AwsAccount.Unknown(reason), (await FindAsync(status, body)).Account);

    [Fact]
    public async Task No_answer_is_why_it_is_unknown()
    {
        using var http = new HttpClient(new Service(_ => throw new HttpRequestException("no route")))
        {
            BaseAddress = new Uri("https://sts.example/"),
        };

        Assert.Equal(
            new AwsAccount.Unknown("no route"),
            await AwsAccount.FindAsync(http, TestContext.Current.CancellationToken)
        );
    }

    private static async Task<(AwsAccount Account, string Asked)> FindAsync(HttpStatusCode status, string body)
    {
        var asked = "";
        using var service = new Service(request =>
        {
            asked = request;
            return new HttpResponseMessage(status) { Content = new StringContent(body) };
        });
        using var http = new HttpClient(service) { BaseAddress = new Uri("https://sts.example/") };
        return (await AwsAccount.FindAsync(http, TestContext.Current.CancellationToken), asked);
    }

    private sealed class Service(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => answer(await request.Content!.ReadAsStringAsync(cancellationToken));
    }
}
