using System.Text.Json;
using Cruddur.Tests.Project;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.OpenApi;

public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task The_committed_description_is_what_the_server_says()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Anonymous();
        GeneratedPage.ShouldBe("openapi.json", await client.GetStringAsync("/openapi/v1.json"));
    }

    [Fact]
    public async Task Every_route_is_described_and_in_the_API_document()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Anonymous();
        var description = await client.GetJsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = description
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation)))
            .ToList();
        var routes = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method =>
                    $"{method.ToUpperInvariant()} {PathOf(endpoint)}"
                )
            )
            .Order(StringComparer.Ordinal);
        var operations = described
            .Select(d => $"{d.operation.Name.ToUpperInvariant()} {d.Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', routes), string.Join('\n', operations));
        var document = Checkout.Read("docs", "api.md");
        Assert.All(
            described,
            d =>
            {
                Assert.True(d.operation.Value.TryGetProperty("operationId", out _), $"{d.Name} has no operationId");
                var words = $"{d.operation.Name.ToUpperInvariant()} {d.Name}";
                Assert.Contains(words, document, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Names_are_in_snake_case()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.Anonymous();
        var schemas = (await client.GetJsonAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        foreach (var schema in schemas.EnumerateObject())
        {
            if (schema.Value.TryGetProperty("properties", out var properties))
            {
                Assert.All(properties.EnumerateObject(), property => Assert.Matches("^[a-z0-9_]+$", property.Name));
            }
        }
    }

    private static string PathOf(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/');
}
