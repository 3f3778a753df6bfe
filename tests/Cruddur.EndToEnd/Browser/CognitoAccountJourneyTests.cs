using Cruddur.EndToEnd.Browser.Support;
using Cruddur.EndToEnd.Support;

namespace Cruddur.EndToEnd.Browser;

/// <summary>The journey on the accounts of a Cognito user pool: the same pages, the same steps.</summary>
public sealed class CognitoAccountJourneyTests : AccountJourney
{
    private CognitoPool? _pool;

    private protected override async Task<ServerProcess> StartServerAsync(string dataFolder)
    {
        _pool = await CognitoPool.StartAsync();
        // The demo people have accounts of this server, which are not asked here.
        return await ServerProcess.StartAsync(dataFolder, _pool.Settings, "--no-demo");
    }

    private protected override Task<string> ReadCodeAsync(BrowserPerson person, string subject) =>
        Task.FromResult(CognitoPool.Code);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_pool is not null)
        {
            await _pool.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }
}
