using Xunit.v3;

namespace Cruddur.Tests.Support;

/// <summary>
/// Tests of what people see, whatever holds the data: they run once on the embedded engine and, with
/// CRUDDUR_TEST_ENGINE=dynamodb, once more on the other.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnEveryEngineAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Engine", "every")];
}
