using Xunit.v3;

namespace Cruddur.Tests.Support;

/// <summary>
/// Tests of people and their accounts, wherever people are kept: they run once with people in the table and, with
/// CRUDDUR_TEST_DIRECTORY=postgres, once more with people in Postgres.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnEveryDirectoryAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Directory", "every")];
}
