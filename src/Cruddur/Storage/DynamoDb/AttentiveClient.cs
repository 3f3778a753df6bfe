using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Cruddur.Storage.DynamoDb;

/// <summary>DynamoDB's client, which looks at each of its attempts and not only at the last one.</summary>
internal sealed class AttentiveClient(AWSCredentials credentials, AmazonDynamoDBConfig config)
    : AmazonDynamoDBClient(credentials, config)
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new UnansweredAttempts());
    }
}
