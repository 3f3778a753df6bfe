using Amazon.DynamoDBv2.Model;
using Value = Amazon.DynamoDBv2.Model.AttributeValue;

namespace Cruddur.Storage.DynamoDb;

/// <summary>
/// A query as DynamoDB takes it: it refuses a range that is upside down, and a place to begin that is outside the range,
/// both of which the seam allows.
/// </summary>
internal static class DynamoDbQuery
{
    /// <returns>Null when no item can be meant.</returns>
    public static QueryRequest? Of(Query query, string table)
    {
        if (query.Range is SortRange.Closed(var from, var to) && Utf8.Compare(from, to) > 0)
        {
            return null;
        }
        var start = query.After;
        if (start is not null && !query.Range.Contains(start))
        {
            if (IsBehindAll(query, start))
            {
                return null;
            }
            start = null;
        }
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["#pk"] = TableSchema.PartitionKey };
        var values = new Dictionary<string, Value>(StringComparer.Ordinal) { [":pk"] = new() { S = query.Partition } };
        return new QueryRequest
        {
            TableName = table,
            KeyConditionExpression = $"#pk = :pk{RangeOf(query.Range, names, values)}",
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ConsistentRead = query.Consistency == Consistency.Strong,
            ScanIndexForward = !query.Backward,
            Limit = query.Limit,
            ExclusiveStartKey = start is null ? null : DynamoDbItems.Of(new Key(query.Partition, start)),
            ReturnConsumedCapacity = Amazon.DynamoDBv2.ReturnConsumedCapacity.TOTAL,
        };
    }

    private static string RangeOf(SortRange range, Dictionary<string, string> names, Dictionary<string, Value> values)
    {
        switch (range)
        {
            case SortRange.Closed(var from, var to):
                names["#sk"] = TableSchema.SortKey;
                values[":from"] = new Value { S = from };
                values[":to"] = new Value { S = to };
                return " AND #sk BETWEEN :from AND :to";
            case SortRange.Prefixed(var prefix):
                names["#sk"] = TableSchema.SortKey;
                values[":prefix"] = new Value { S = prefix };
                return " AND begins_with(#sk, :prefix)";
            default:
                return "";
        }
    }

    // Outside the range, the start is on one side of all of it: at the near side nothing is passed over, at the far side
    // everything is.
    private static bool IsBehindAll(Query query, string start)
    {
        var low = query.Range switch
        {
            SortRange.Closed(var from, _) => from,
            SortRange.Prefixed(var prefix) => prefix,
            _ => start,
        };
        var isBelow = Utf8.Compare(start, low) < 0;
        return query.Backward ? isBelow : !isBelow;
    }
}
