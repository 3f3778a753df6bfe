using Cruddur.Tests.Support;

namespace Cruddur.Tests.Cognito;

/// <summary>A server whose accounts are those of a stand-in for a pool, both on a clock of the test.</summary>
public abstract class StandInPoolTests : IAsyncLifetime
{
    private protected ManualTimeProvider Time { get; } = new();

    private protected PoolStandIn Pool { get; private set; } = null!;

    private protected TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Pool = await PoolStandIn.StartAsync(Time);
        App = await TestApp.StartAsync(Time, Pool.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Pool.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
