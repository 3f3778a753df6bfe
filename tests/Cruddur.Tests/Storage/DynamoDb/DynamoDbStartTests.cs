using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;
using Cruddur.Tests.Cli;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>Starts that fail before there is a table to look at, and what DynamoDB may say of whoever asks.</summary>
public sealed class DynamoDbStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_region_that_nobody_says_is_asked_for()
    {
        var run = await ServeAsync([("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "Which AWS region holds the table cruddur-messages is not said.",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("AWS_REGION", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_not_there_are_asked_for()
    {
        var run = await ServeAsync([("AWS_REGION", "eu-central-1")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "There are no AWS credentials for the table cruddur-messages",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("AWS_PROFILE", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", "DynamoDB refuses the credentials for the table the-table")]
    [InlineData("AccessDeniedException", "DynamoDB refuses the credentials for the table the-table")]
    [InlineData("ThrottlingException", "DynamoDB throttles the table the-table")]
    public async Task What_DynamoDB_refuses_is_told_and_not_that_it_cannot_be_reached(string type, string words)
    {
        await using var stand = await StartRefusingAsync(type);
        var settings = new DynamoDbSettings(new TableSchema("the-table"), Endpoint: new Uri(stand.Urls.Single()));

        var refused = await Assert.ThrowsAsync<StorageException>(() => DynamoDbConnection.OpenAsync(settings, Cancel));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static Task<CommandRun> ServeAsync((string Name, string Value)[] environment) =>
        CommandProcess.OfAsync(environment, "serve", "--port", "0", "--Storage:Engine=DynamoDb");

    /// <summary>Answers everything with one error, as DynamoDB writes them.</summary>
    private static async Task<WebApplication> StartRefusingAsync(string type)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/x-amz-json-1.0";
            await context.Response.WriteAsync(ScriptedDynamoDb.Error(type));
        });
        await app.StartAsync(Cancel);
        return app;
    }
}
