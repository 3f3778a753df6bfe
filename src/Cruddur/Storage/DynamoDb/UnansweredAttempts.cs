using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// Remembers within one call which of the client's attempts had no answer. The client tells only of its last attempt: when
/// that is refused, an earlier one may have taken effect all the same.
/// </summary>
internal sealed class UnansweredAttempts : PipelineHandler
{
    private const string Mark = "cruddur.unanswered_attempt";

    /// <summary>Whether this, the answer to the last attempt, came behind one that had none.</summary>
    public static bool Precede(Exception exception) => exception.Data.Contains(Mark);

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var call = executionContext.RequestContext.ContextAttributes;
        try
        {
            return await base.InvokeAsync<T>(executionContext);
        }
        catch (Exception exception)
        {
            if (call.ContainsKey(Mark))
            {
                exception.Data[Mark] = true;
            }
            if (!IsAnswer(exception))
            {
                call[Mark] = true;
            }
            throw;
        }
    }

    /// <summary>What DynamoDB refuses did not happen; a fault of its own, or silence, says nothing.</summary>
    public static bool IsAnswer(Exception exception) =>
        exception
            is AmazonServiceException
            {
                StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            };
}
