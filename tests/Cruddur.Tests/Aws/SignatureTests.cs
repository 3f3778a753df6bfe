using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;
using Cruddur.Aws;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Aws;

/// <summary>AWS's published test suite of Signature Version 4, as far as it is about requests such as ours.</summary>
public sealed class SignatureTests
{
    private static readonly ImmutableCredentials Keys = new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        token: null
    );

    private readonly Signature _signature = new(
        "us-east-1",
        "service",
        new ManualTimeProvider(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero))
    );

    [Theory]
    [InlineData("GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    public void A_request_without_a_body_is_signed_as_published(string method, string signature)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "https://example.amazonaws.com/");

        _signature.Sign(request, [], Keys);

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + $"SignedHeaders=host;x-amz-date, Signature={signature}",
            request.Headers.Authorization!.ToString()
        );
    }

    [Fact] // post-x-www-form-urlencoded
    public void A_body_and_its_type_are_signed_as_published()
    {
        var body = Encoding.ASCII.GetBytes("Param1=value1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://example.amazonaws.com/")
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded") },
            },
        };

        _signature.Sign(request, body, Keys);

        Assert.EndsWith(
            "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            request.Headers.Authorization!.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Keys_for_a_while_bring_their_token_and_it_is_signed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:8000/");

        _signature.Sign(request, [], new ImmutableCredentials(Keys.AccessKey, Keys.SecretKey, "a-token"));

        Assert.Equal("a-token", Assert.Single(request.Headers.GetValues("X-Amz-Security-Token")));
        Assert.Contains(
            "SignedHeaders=host;x-amz-date;x-amz-security-token",
            request.Headers.Authorization!.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal("127.0.0.1:8000", request.Headers.Host);
    }
}
