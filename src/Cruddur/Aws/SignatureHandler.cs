using Amazon.Runtime;

namespace Cruddur.Aws;

/// <summary>Signs what goes through it.</summary>
internal sealed class SignatureHandler(AWSCredentials credentials, Signature signature) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var keys = await credentials.GetCredentialsAsync();
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        signature.Sign(request, body, keys);
        return await base.SendAsync(request, cancellationToken);
    }
}
