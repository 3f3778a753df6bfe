using Cruddur.Proof.ModelCheck;

namespace Cruddur.Proof.Tests.ModelCheck;

/// <summary>
/// All states that the protocols can reach, not a sample of them. With the mutants, the shortest way to what they break is in
/// the test's output.
/// </summary>
public sealed class ModelCheckTests(ITestOutputHelper output)
{
    /// <summary>More than there are, so that running into it is a failure.</summary>
    private const int TooMany = 12_000_000;

    [Fact]
    public void In_no_state_of_the_send_protocol_is_a_message_there_twice_gone_or_answered_in_two_ways() =>
        AssertNothingIsBroken(new SendModel(messages: 4), least: 1_000_000);

    [Fact]
    public void In_no_state_of_the_projection_does_a_row_go_back_and_at_rest_it_is_the_fold_of_its_log() =>
        AssertNothingIsBroken(new ProjectionModel(entries: 4), least: 1_000_000);

    [Theory]
    [InlineData(nameof(SendMutation.NaiveRetry))]
    [InlineData(nameof(SendMutation.CompareOccupantOnly))]
    [InlineData(nameof(SendMutation.BaseFromCache))]
    [InlineData(nameof(SendMutation.PutWithoutCondition))]
    public void A_send_protocol_that_is_broken_on_purpose_is_found_out(string brokenBy) =>
        AssertBroken(brokenBy, new SendModel(messages: 3, Enum.Parse<SendMutation>(brokenBy)));

    [Theory]
    [InlineData(nameof(ProjectionMutation.BlindProjection))]
    [InlineData(nameof(ProjectionMutation.DeleteThenPut))]
    public void A_projection_that_is_broken_on_purpose_is_found_out(string brokenBy) =>
        AssertBroken(brokenBy, new ProjectionModel(entries: 3, Enum.Parse<ProjectionMutation>(brokenBy)));

    private void AssertNothingIsBroken(IModel model, int least)
    {
        var exploration = BreadthFirstSearch.Explore(model, TooMany);
        output.WriteLine(exploration.ToString());
        Assert.True(exploration.Broken is null, exploration.ToString());
        Assert.True(exploration.IsComplete, exploration.ToString());
        Assert.InRange(exploration.States, least, TooMany);
    }

    private void AssertBroken(string mutation, IModel model)
    {
        var exploration = BreadthFirstSearch.Explore(model, TooMany);
        output.WriteLine($"{mutation}: {exploration}");
        Assert.NotNull(exploration.Broken);
        Assert.NotEmpty(exploration.Trace);
    }
}
