using Cruddur.Proof.Histories;

namespace Cruddur.Proof.Tests.Histories;

/// <summary>Who checks the checker: a sound history passes, and every corrupted one is flagged by the rule that it breaks.</summary>
public sealed class HistoryCheckerTests
{
    public static TheoryData<string> Corrupted => [.. Corruptions.All.Keys];

    [Fact]
    public void A_sound_history_keeps_every_rule() => Assert.Empty(HistoryChecker.Check(SoundHistory.Make()));

    [Theory]
    [MemberData(nameof(Corrupted))]
    public void A_corrupted_history_is_flagged_by_the_rule_that_it_breaks(string corruption)
    {
        var (rule, corrupt) = Corruptions.All[corruption];
        var history = SoundHistory.Make();

        corrupt(history);

        Assert.Contains(rule, HistoryChecker.Check(history).Select(violation => violation.Rule));
    }

    [Fact]
    public void Every_rule_has_a_corrupted_history()
    {
        Assert.Equal(Enum.GetValues<Rule>(), Corruptions.All.Values.Select(one => one.Rule).Distinct().Order());
        Assert.True(Corruptions.All.Count >= 30);
    }
}
