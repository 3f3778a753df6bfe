using Cruddur.Server.Accounts;

namespace Cruddur.Tests.Accounts;

public sealed class HashingTurnsTests
{
    [Fact]
    public async Task So_many_wait_for_a_turn_and_one_more_is_told_at_once_that_it_is_crowded()
    {
        using var turns = new HashingTurns(turns: 2);
        var work = new TaskCompletionSource<string>();
        var inside = Enumerable.Range(0, 2 * (1 + HashingTurns.MostWaiting)).Select(_ => TakeAsync()).ToList();

        Assert.Equal("crowded", await TakeAsync());
        Assert.DoesNotContain(inside, one => one.IsCompleted);

        work.SetResult("done");
        Assert.All(await Task.WhenAll(inside), outcome => Assert.Equal("done", outcome));
        Assert.Equal("done", await TakeAsync());

        Task<string> TakeAsync() =>
            turns.TakeAsync(() => work.Task, whenCrowded: "crowded", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Work_that_fails_gives_its_turn_back()
    {
        using var turns = new HashingTurns(turns: 1);
        for (var i = 0; i < 3 * HashingTurns.MostWaiting; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                turns.TakeAsync<int>(() => throw new InvalidOperationException(), -1, CancellationToken.None)
            );
        }
        Assert.Equal(1, await turns.TakeAsync(() => Task.FromResult(1), -1, CancellationToken.None));
    }
}
