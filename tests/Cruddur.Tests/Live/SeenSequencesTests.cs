using Cruddur.Live;

namespace Cruddur.Tests.Live;

public sealed class SeenSequencesTests
{
    [Fact]
    public void Each_is_new_once_in_any_order_that_a_set_would_tell_apart()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var seen = new SeenSequences();
            var set = new HashSet<long>();
            var next = random.Next(1, 1000);
            for (var i = 0; i < 500; i++)
            {
                next += random.Next(-20, 25);
                var seq = Math.Max(Math.Max(1, next), set.Count == 0 ? 1 : set.Max() - 63);
                Assert.Equal(set.Add(seq), seen.Add(seq));
            }
        }
    }

    [Fact]
    public void What_comes_later_than_sixty_four_others_is_passed_over()
    {
        var seen = new SeenSequences();
        Assert.True(seen.Add(100));
        Assert.True(seen.Add(37));
        Assert.False(seen.Add(36));
        Assert.True(seen.Add(1000));
        Assert.False(seen.Add(100));
    }
}
