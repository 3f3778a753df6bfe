using Cruddur.Lambda.Inbox;
using Cruddur.Lambda.Logging;
using Cruddur.Lambda.Runtime;
using Cruddur.Storage.DynamoDb;
using Microsoft.Extensions.Logging;

namespace Cruddur.Lambda;

/// <summary>One process of the Lambda, from its settings until Lambda ends it.</summary>
internal static partial class LambdaProcess
{
    private const string AddressVariable = "AWS_LAMBDA_RUNTIME_API";
    private const int Stopped = 0;
    private const int Failed = 1;

    public static async Task<int> RunAsync(TextWriter output, TimeProvider time, CancellationToken stop)
    {
        var log = new JsonLineLogger(output, time);
        if (Environment.GetEnvironmentVariable(AddressVariable) is not { Length: > 0 } address)
        {
            LogNoLambda(log);
            return Failed;
        }
        try
        {
            using var api = RuntimeApi.At(address);
            return await RunAsync(api, time, log, stop);
        }
        catch (Exception exception)
        {
            // Without Lambda there is nobody else to tell.
            LogLost(log, exception);
            return Failed;
        }
    }

    private static async Task<int> RunAsync(
        RuntimeApi api,
        TimeProvider time,
        JsonLineLogger log,
        CancellationToken stop
    )
    {
        DynamoDbConnection connection;
        try
        {
            connection = DynamoDbConnection.To(FunctionSettings.FromEnvironment());
        }
        catch (Exception exception)
        {
            LogNotStarted(log, exception);
            await api.FailInitAsync(exception, CancellationToken.None);
            return Failed;
        }
        using (connection)
        {
            var function = InboxFunction.On(connection, time, log);
            await new RuntimeLoop(api, function.HandleAsync, time, log).RunAsync(stop);
            return Stopped;
        }
    }

    [LoggerMessage(
        3100,
        LogLevel.Critical,
        $"{AddressVariable} is not set: AWS Lambda starts this program, and sets it. docs/operations.md says how to deploy it."
    )]
    private static partial void LogNoLambda(ILogger logger);

    [LoggerMessage(3101, LogLevel.Critical, "The function cannot start.")]
    private static partial void LogNotStarted(ILogger logger, Exception exception);

    [LoggerMessage(3102, LogLevel.Critical, "Lambda's runtime API no longer answers as it should; this process ends.")]
    private static partial void LogLost(ILogger logger, Exception exception);
}
