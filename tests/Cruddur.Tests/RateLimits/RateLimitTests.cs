using Cruddur.Server.RateLimits;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.RateLimits;

public sealed class RateLimitTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_minutes_calls_may_be_made_at_once_and_then_come_back_evenly()
    {
        var limit = new RateLimit("calls", 3, _time);

        Assert.Equal([2, 1, 0], Enumerable.Range(0, 3).Select(_ => limit.Take(1).Remaining));
        var refused = limit.Take(1);
        Assert.False(refused.IsAllowed);
        Assert.Equal(TimeSpan.FromSeconds(20), refused.UntilNext);

        _time.Advance(TimeSpan.FromSeconds(19.9));
        Assert.Equal(1, limit.Take(1).Seconds);
        Assert.False(limit.Take(1).IsAllowed);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(limit.Take(1).IsAllowed);
        Assert.False(limit.Take(1).IsAllowed);
    }

    [Fact]
    public void Who_rested_has_a_minutes_calls_and_no_more()
    {
        var limit = new RateLimit("calls", 5, _time);
        Drain(limit, 1);

        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(5, Drain(limit, 1));
    }

    [Fact]
    public void One_who_is_refused_takes_nothing_from_another()
    {
        var limit = new RateLimit("calls", 5, _time);
        Drain(limit, 1);

        Assert.Equal(5, Drain(limit, 2));
    }

    [Fact]
    public void A_clock_that_is_corrected_fills_no_bucket_and_locks_nobody_out()
    {
        var clock = new CorrectedClock();
        var limit = new RateLimit("calls", 2, clock);
        Drain(limit, 1);

        clock.Now += TimeSpan.FromDays(1);
        Assert.False(limit.Take(1).IsAllowed);
        clock.Now -= TimeSpan.FromDays(2);
        Assert.Equal(TimeSpan.FromSeconds(30), limit.Take(1).UntilNext);
    }

    [Fact]
    public void Only_the_first_refusal_of_a_row_is_told_as_one()
    {
        var limit = new RateLimit("calls", 1, _time);
        limit.Take(1);

        Assert.True(limit.Take(1).IsFirstRefusal);
        Assert.False(limit.Take(1).IsFirstRefusal);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(limit.Take(1).IsFirstRefusal);
        Assert.True(limit.Take(1).IsFirstRefusal);
    }

    [Fact]
    public void Of_more_keys_than_are_kept_the_one_used_longest_ago_is_forgotten()
    {
        var limit = new RateLimit("calls", 1, _time);
        limit.Take(0);
        for (var key = 1; key < RateLimit.Keys; key++)
        {
            limit.Take((UInt128)key);
        }
        Assert.False(limit.Take(0).IsAllowed);

        limit.Take(RateLimit.Keys);

        Assert.False(limit.Take(0).IsAllowed);
        Assert.True(limit.Take(1).IsAllowed);
    }

    /// <summary>Beside a bucket that is filled drop by drop, as the algorithm is told in books.</summary>
    [Fact]
    public void Any_calls_at_any_times_are_answered_as_by_a_bucket_that_fills()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            // So that a minute is a whole number of ticks for each.
            var perMinute = 1 << random.Next(0, 9);
            var drop = TimeSpan.TicksPerMinute / perMinute;
            var limit = new RateLimit("calls", perMinute, _time);
            var level = TimeSpan.TicksPerMinute;
            for (var call = 0; call < 300; call++)
            {
                var wait = TimeSpan.FromMilliseconds(random.Next(0, 3) * random.Next(0, 120_000 / perMinute));
                _time.Advance(wait);
                level = Math.Min(TimeSpan.TicksPerMinute, level + wait.Ticks);
                var answer = limit.Take(7);
                Assert.Equal(level >= drop, answer.IsAllowed);
                level -= answer.IsAllowed ? drop : 0;
                Assert.Equal(level / drop, answer.Remaining);
                Assert.Equal(drop - level % drop, answer.UntilNext.Ticks);
            }
        }
    }

    [Fact]
    public async Task However_many_call_at_once_no_more_are_allowed_than_there_are()
    {
        var limit = new RateLimit("calls", 100, _time);

        var allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Drain(limit, 1))));

        Assert.Equal(100, allowed.Sum());
    }

    private static int Drain(RateLimit limit, UInt128 key)
    {
        var taken = 0;
        while (limit.Take(key).IsAllowed)
        {
            taken++;
        }
        return taken;
    }

    private sealed class CorrectedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => 0;
    }
}
