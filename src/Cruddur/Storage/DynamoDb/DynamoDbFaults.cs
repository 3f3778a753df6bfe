using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// What DynamoDB's errors mean for who asked: did nothing happen, or is it unknown
/// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).
/// </summary>
internal static class DynamoDbFaults
{
    private static readonly HashSet<string> NoAccess = new(StringComparer.Ordinal)
    {
        "AccessDeniedException",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "IncompleteSignatureException",
        "MissingAuthenticationTokenException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
    };

    public static bool IsFault(Exception exception) =>
        exception
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or TimeoutException
                or IOException
        // An attempt that takes too long ends so, though the caller's own token was not cancelled.
        || (exception is OperationCanceledException canceled && !canceled.CancellationToken.IsCancellationRequested);

    /// <summary>An update by which the item would become too large is known only there; the seam says it is an argument's fault.</summary>
    public static ArgumentException? TooLarge(Exception exception, string parameterName)
    {
        var said = exception switch
        {
            AmazonServiceException { ErrorCode: "ValidationException" } refused => refused.Message,
            TransactionCanceledException canceled => canceled
                .CancellationReasons.FirstOrDefault(reason => reason.Code == "ValidationError")
                ?.Message,
            _ => null,
        };
        return said is not null && said.Contains("size", StringComparison.OrdinalIgnoreCase)
            ? new ArgumentException(
                $"An item would have more than {Item.MaxSize} bytes: {said}",
                parameterName,
                exception
            )
            : null;
    }

    /// <param name="isWrite">A read whose answer is lost changed nothing; a write may have.</param>
    public static StorageException Of(Exception exception, string table, bool isWrite) =>
        exception switch
        {
            // Whatever the last attempt was told: it says nothing about those before it.
            _ when isWrite && UnansweredAttempts.Precede(exception) => Unknown(
                table,
                "an attempt had no answer, a later one was refused",
                exception
            ),
            ResourceNotFoundException => new StorageException(
                StorageFault.Configuration,
                $"There is no table {table}. Make it with 'cruddur ddb schema-load', or name another (Storage:TableName).",
                exception
            ),
            AmazonServiceException { ErrorCode: { } code } when NoAccess.Contains(code) => new StorageException(
                StorageFault.Configuration,
                $"DynamoDB refuses the credentials for the table {table} ({code}). Check which they are and what they may do.",
                exception
            ),
            ProvisionedThroughputExceededException throttled => Throttled(
                table,
                Kinds(throttled.ThrottlingReasons),
                exception
            ),
            ThrottlingException throttled => Throttled(table, Kinds(throttled.ThrottlingReasons), exception),
            RequestLimitExceededException => Throttled(table, "the account's limit", exception),
            // Of operations whose model does not name it.
            AmazonServiceException { ErrorCode: "ThrottlingException" } => Throttled(table, Kinds(null), exception),
            TransactionConflictException => Conflict(table, exception),
            TransactionCanceledException canceled => OfCanceled(canceled, table),
            // The same transaction, sent before by the client's own retry, is still on its way.
            TransactionInProgressException => Unknown(table, "a transaction is still on its way", exception),
            AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => NoAnswer(
                table,
                isWrite,
                exception
            ),
            AmazonServiceException refused when (int)refused.StatusCode >= 400 => new StorageException(
                StorageFault.Damaged,
                $"DynamoDB refuses a request to the table {table} ({refused.ErrorCode}): {refused.Message}",
                exception
            ),
            _ => NoAnswer(table, isWrite, exception),
        };

    private static StorageException OfCanceled(TransactionCanceledException canceled, string table)
    {
        var codes = canceled
            .CancellationReasons.Select(reason => reason.Code)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return codes.Contains("ThrottlingError") || codes.Contains("ProvisionedThroughputExceeded")
                ? Throttled(table, "a transaction", canceled)
            : codes.Contains("TransactionConflict") ? Conflict(table, canceled)
            : new StorageException(
                StorageFault.Damaged,
                $"DynamoDB refuses a transaction on the table {table}: {string.Join(", ", codes)}.",
                canceled
            );
    }

    private static string Kinds(List<ThrottlingReason>? reasons) =>
        reasons is { Count: > 0 }
            ? string.Join(", ", reasons.Select(reason => reason.Reason).Distinct(StringComparer.Ordinal))
            : "no kind given";

    private static StorageException Throttled(string table, string kind, Exception exception) =>
        new(
            StorageFault.Unavailable,
            $"DynamoDB throttles the table {table} ({kind}): more at once than the table, a partition or the account takes.",
            exception
        );

    private static StorageException Conflict(string table, Exception exception) =>
        new(StorageFault.Unavailable, $"Another transaction holds an item of the table {table}.", exception);

    private static StorageException NoAnswer(string table, bool isWrite, Exception exception) =>
        isWrite
            ? Unknown(table, "no answer", exception)
            : new StorageException(
                StorageFault.Unavailable,
                $"DynamoDB gave no answer about the table {table}: {exception.Message}",
                exception
            );

    private static StorageException Unknown(string table, string why, Exception exception) =>
        new(
            StorageFault.OutcomeUnknown,
            $"Whether a write to the table {table} took effect is unknown ({why}): {exception.Message}",
            exception
        );
}
