namespace Cruddur.Storage.DynamoDb.Streams;

/// <summary>Which records of the stream Lambda calls the function for; the others cost nothing.</summary>
public static class StreamFilter
{
    /// <summary>
    /// The pattern of the event source mapping's filter: what <see cref="Inbox.InboxProjector.Follows"/> says, in Lambda's
    /// words (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html).
    /// </summary>
    public const string Pattern = """
        {"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"MSG#"}]}}}}
        """;
}
