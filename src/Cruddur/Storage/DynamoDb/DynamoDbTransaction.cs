using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Cruddur.Storage.DynamoDb;

/// <summary>The writes of a transaction as DynamoDB takes them.</summary>
internal static class DynamoDbTransaction
{
    private static readonly ReturnValuesOnConditionCheckFailure Occupant = ReturnValuesOnConditionCheckFailure.ALL_OLD;

    public static TransactWriteItem Of(Write write, string table)
    {
        var expressions = new DynamoDbExpressions(write);
        return write switch
        {
            Write.Put put => new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = DynamoDbItems.Of(put.Item),
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = Occupant,
                },
            },
            Write.Update => new TransactWriteItem
            {
                Update = new Update
                {
                    TableName = table,
                    Key = DynamoDbItems.Of(write.Key),
                    UpdateExpression = expressions.Update,
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = Occupant,
                },
            },
            Write.Delete => new TransactWriteItem
            {
                Delete = new Delete
                {
                    TableName = table,
                    Key = DynamoDbItems.Of(write.Key),
                    ConditionExpression = expressions.Condition,
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = Occupant,
                },
            },
            _ => new TransactWriteItem
            {
                ConditionCheck = new ConditionCheck
                {
                    TableName = table,
                    Key = DynamoDbItems.Of(write.Key),
                    // A check of nothing is allowed here and not there: this holds of every item, and of none.
                    ConditionExpression =
                        expressions.Condition
                        ?? $"attribute_exists({TableSchema.PartitionKey}) OR attribute_not_exists({TableSchema.PartitionKey})",
                    ExpressionAttributeNames = expressions.Names,
                    ExpressionAttributeValues = expressions.Values,
                    ReturnValuesOnConditionCheckFailure = Occupant,
                },
            },
        };
    }
}
