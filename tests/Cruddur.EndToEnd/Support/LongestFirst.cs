using Cruddur.EndToEnd.Browser;
using Xunit.Sdk;
using Xunit.v3;

namespace Cruddur.EndToEnd.Support;

/// <summary>The classes that take a minute begin first: at the end they would run alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Longest =
    [
        typeof(PagesTests),
        typeof(CrashTests),
        typeof(ScriptPayloadTests),
        typeof(BlackBoxTests),
        typeof(CognitoAccountJourneyTests),
        typeof(LocalAccountJourneyTests),
        typeof(CutConnectionTests),
        typeof(HistoryTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    // A class without a collection of its own has one that is named after it.
    private static int Place(string collection)
    {
        var place = Array.FindIndex(
            Longest,
            type => collection.Contains($"{type.FullName} ", StringComparison.Ordinal)
        );
        return place < 0 ? Longest.Length : place;
    }
}
