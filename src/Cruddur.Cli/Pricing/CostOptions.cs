using Cruddur.Server.Settings;

namespace Cruddur.Cli.Pricing;

/// <summary>
/// The prices that <c>cruddur cost</c> reckons with, in dollars: those of your region and contract. The defaults are AWS's for
/// us-east-1, on demand, since November 2024, without what is free each month. Section <c>Cost</c>; read from the environment and
/// <c>appsettings.json</c>.
/// </summary>
internal sealed class CostOptions : ISettings
{
    public const string Section = "Cost";

    static string ISettings.SectionName => Section;

    /// <summary>A million write request units of DynamoDB. Default 0.625.</summary>
    public decimal WriteUnitPrice { get; set; } = 0.625m;

    /// <summary>A million read request units of DynamoDB. Default 0.125.</summary>
    public decimal ReadUnitPrice { get; set; } = 0.125m;

    /// <summary>A gigabyte in DynamoDB for a month. Default 0.25.</summary>
    public decimal StoragePrice { get; set; } = 0.25m;

    /// <summary>A million invocations of a Lambda, without the time that they take. Default 0.20.</summary>
    public decimal LambdaInvocationPrice { get; set; } = 0.20m;

    public IEnumerable<string> Problems() =>
        new (string Name, decimal Price)[]
        {
            (nameof(WriteUnitPrice), WriteUnitPrice),
            (nameof(ReadUnitPrice), ReadUnitPrice),
            (nameof(StoragePrice), StoragePrice),
            (nameof(LambdaInvocationPrice), LambdaInvocationPrice),
        }
            .Where(price => price.Price < 0)
            .Select(price => $"{Section}:{price.Name} is {price.Price}; give a price in dollars, 0 or more.");
}
