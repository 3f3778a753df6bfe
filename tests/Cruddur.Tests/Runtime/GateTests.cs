using Cruddur.Runtime;

namespace Cruddur.Tests.Runtime;

public sealed class GateTests
{
    private readonly Gate _gate = new();

    [Fact]
    public async Task It_lets_one_in_at_a_time_in_the_order_in_which_they_came()
    {
        await _gate.EnterAsync(CancellationToken.None);
        var second = _gate.EnterAsync(CancellationToken.None);
        var third = _gate.EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);

        _gate.Leave();
        await second;
        Assert.False(third.IsCompleted);

        _gate.Leave();
        await third;
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_keep_the_others_out()
    {
        using var impatient = new CancellationTokenSource();
        await _gate.EnterAsync(CancellationToken.None);
        var second = _gate.EnterAsync(impatient.Token);
        var third = _gate.EnterAsync(CancellationToken.None);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _gate.Leave();
        await third;
        _gate.Leave();

        await _gate.EnterAsync(CancellationToken.None);
    }
}
