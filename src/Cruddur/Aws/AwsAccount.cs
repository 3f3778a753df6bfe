using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;

namespace Cruddur.Aws;

/// <summary>
/// Whose credentials these are, for a person to see before something is changed
/// (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
/// </summary>
public abstract record AwsAccount
{
    private const string Question = "Action=GetCallerIdentity&Version=2011-06-15";
    private static readonly MediaTypeHeaderValue ContentType = new("application/x-www-form-urlencoded");

    /// <summary>Twelve digits.</summary>
    public sealed record Known(string Id) : AwsAccount;

    /// <param name="Reason">Why, in words.</param>
    public sealed record Unknown(string Reason) : AwsAccount;

    /// <param name="http">Signs; its base address is the service's.</param>
    internal static async Task<AwsAccount> FindAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, http.BaseAddress)
            {
                Content = new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(Question))
                {
                    Headers = { ContentType = ContentType },
                },
            };
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode && ElementOf(body, "Account") is { } id
                ? new Known(id)
                : new Unknown($"{(int)response.StatusCode} {ElementOf(body, "Code") ?? response.ReasonPhrase}");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException or XmlException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return new Unknown(exception.Message);
        }
    }

    // Answers and errors are XML, in a namespace of their own.
    private static string? ElementOf(string body, string name) =>
        XElement.Parse(body).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
}
