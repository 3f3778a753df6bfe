using Cruddur.Storage;

namespace Cruddur.Cli.Patterns;

/// <summary>What a pattern cost, in DynamoDB's units, in its JSON.</summary>
internal sealed record ConsumedUnits(double ReadUnits, double WriteUnits)
{
    public static ConsumedUnits Of(Cost cost) => new(cost.ReadUnits, cost.WriteUnits);
}
