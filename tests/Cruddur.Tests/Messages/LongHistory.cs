using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

/// <summary>A conversation of 130 messages a second apart, across a new year; only read.</summary>
public sealed class LongHistory : IAsyncLifetime
{
    public const int Count = 130;

    private TestApp _app = null!;

    internal Person Alice { get; private set; } = null!;

    internal Person Bob { get; private set; } = null!;

    public Guid Group { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 12, 31, 23, 58, 0, TimeSpan.Zero));
        _app = await TestApp.StartAsync(time);
        Alice = await _app.SignedInAs("alice");
        Bob = await _app.SignedInAs("bob");
        Group = await Alice.OpenWith(Bob);
        for (var i = 1; i <= Count; i++)
        {
            // Message 120 is the last of the year.
            await (i % 2 == 0 ? Alice : Bob).Send(Group, $"message {i}");
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public ValueTask DisposeAsync()
    {
        Alice.Dispose();
        Bob.Dispose();
        return _app.DisposeAsync();
    }
}
