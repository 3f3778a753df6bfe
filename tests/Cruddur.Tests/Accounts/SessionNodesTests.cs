using Cruddur.Live;
using Cruddur.Runtime;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Storage;
using Cruddur.Tests.Storage;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Cruddur.Tests.Accounts;

/// <summary>Sessions on several nodes over one table, and what they ask of it.</summary>
public sealed class SessionNodesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SessionOrigin Origin = new("Firefox on Linux", "203.0.113.0/24");

    private readonly MemoryTable _memory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SessionTable _table;
    private readonly SessionProvider _provider = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly TokenReturns _returns;
    private readonly List<UserSessions> _nodes = [];
    private readonly Guid _alice = TestUuid.Next();

    public SessionNodesTests()
    {
        _table = new SessionTable(_memory);
        _returns = new TokenReturns(_provider, NullLogger<TokenReturns>.Instance);
    }

    public async ValueTask InitializeAsync() => await _returns.StartAsync(None);

    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(node => node.Dispose());
        await _returns.StopAsync(None);
        _returns.Dispose();
    }

    [Fact]
    public async Task A_session_in_use_is_read_once_in_ten_seconds()
    {
        var node = Node();
        var session = await Begin(node);
        _table.Calls = 0;

        for (var second = 0; second < 60; second++)
        {
            for (var request = 0; request < 10; request++)
            {
                Assert.True(await node.IsGoodAsync(_alice, session, None));
            }
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, _table.Calls);
    }

    [Fact]
    public async Task Ended_on_one_node_it_is_over_there_at_once_and_on_another_within_ten_seconds()
    {
        var (one, other) = (Node(), Node());
        var session = await Begin(one);
        Assert.True(await one.IsGoodAsync(_alice, session, None));
        Assert.True(await other.IsGoodAsync(_alice, session, None));

        Assert.True(await one.EndAsync(_alice, session, None));

        Assert.False(await one.IsGoodAsync(_alice, session, None));
        _time.Advance(UserSessions.Lifetime);
        Assert.False(await other.IsGoodAsync(_alice, session, None));
    }

    [Fact]
    public async Task A_read_that_was_under_way_when_it_ended_does_not_make_it_good_again()
    {
        var node = Node();
        var session = await Begin(node);
        var (reading, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _table.AfterGet = async () =>
        {
            _table.AfterGet = () => Task.CompletedTask;
            reading.SetResult();
            await goOn.Task;
        };
        var late = node.IsGoodAsync(_alice, session, None).AsTask();
        await reading.Task;

        await node.EndAsync(_alice, session, None);
        goOn.SetResult();

        // Whoever asked before may pass; nobody who asks after.
        Assert.True(await late);
        Assert.False(await node.IsGoodAsync(_alice, session, None));
    }

    [Fact]
    public async Task A_replica_that_still_has_it_does_not_make_it_good_again()
    {
        var node = Node();
        var session = await Begin(node);
        _table.Stale = (await _memory.GetAsync(StoredSession.KeyOf(_alice, session), Consistency.Strong, None)).Item;

        await node.EndAsync(_alice, session, None);

        Assert.False(await node.IsGoodAsync(_alice, session, None));
    }

    [Fact]
    public async Task All_end_although_the_provider_does_not_answer()
    {
        var node = Node();
        _provider.Turn = new TaskCompletionSource().Task;
        for (var i = 0; i < 20; i++)
        {
            await node.BeginAsync(Verified(_time.GetUtcNow()), SessionKind.Browser, Origin, None);
        }

        await node.EndAllAsync(_alice, except: null);

        Assert.Empty(await node.ListAsync(_alice, None));
    }

    [Fact]
    public async Task A_session_of_one_person_is_none_of_another()
    {
        var node = Node();
        var session = await Begin(node);
        Assert.True(await node.IsGoodAsync(_alice, session, None));

        Assert.False(await node.IsGoodAsync(TestUuid.Next(), session, None));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_sessions_go_on()
    {
        var node = Node();
        var session = await Begin(node);
        _time.Advance(SessionStore.SeenInterval);
        _table.BeforeWrite = () => throw new StorageException(StorageFault.Unavailable, "read-only");

        Assert.True(await node.IsGoodAsync(_alice, session, None));
    }

    [Fact]
    public async Task Tokens_of_a_provider_are_kept_sealed_and_given_back_when_the_session_ends()
    {
        var node = Node();
        var caller = await node.BeginAsync(Verified(_time.GetUtcNow()), SessionKind.Browser, Origin, None);
        var stored = (await _memory.GetAsync(Key(caller), Consistency.Strong, None)).Item!;

        Assert.DoesNotContain("secret", stored.Text("tokens"), StringComparison.Ordinal);
        await node.EndAsync(_alice, caller.Session!.Uuid, None);
        await Eventually.True(() => Task.FromResult(!_provider.SignedOut.IsEmpty), "the provider is told");
        Assert.Equal("secret-refresh", Assert.Single(_provider.SignedOut).RefreshToken);
    }

    [Fact]
    public async Task A_provider_is_asked_once_an_hour_and_what_it_ended_is_over()
    {
        var node = Node();
        var caller = await node.BeginAsync(Verified(_time.GetUtcNow()), SessionKind.Browser, Origin, None);
        var session = caller.Session!.Uuid;
        var renewed = new ProviderTokens("secret-renewed", "secret-refresh", _time.GetUtcNow());

        _provider.Answer = new RefreshResult.Refreshed(renewed);
        _time.Advance(SessionStore.SeenInterval);
        Assert.True(await node.IsGoodAsync(_alice, session, None));
        Assert.True(await node.IsGoodAsync(_alice, session, None));
        Assert.Equal(1, _provider.Asked);

        _provider.Answer = new RefreshResult.NotNow();
        _time.Advance(SessionStore.SeenInterval);
        Assert.True(await node.IsGoodAsync(_alice, session, None));
        Assert.Equal(renewed, _provider.AskedWith);

        _provider.Answer = new RefreshResult.Ended();
        _time.Advance(SessionStore.SeenInterval);
        Assert.False(await node.IsGoodAsync(_alice, session, None));
        Assert.Null((await _memory.GetAsync(Key(caller), Consistency.Strong, None)).Item);
    }

    private Key Key(CallerIdentity caller) => StoredSession.KeyOf(_alice, caller.Session!.Uuid);

    private VerifyResult.Verified Verified(DateTimeOffset expiresAt) =>
        new(_alice, "stamp", new ProviderTokens("secret-access", "secret-refresh", expiresAt));

    private async Task<Guid> Begin(UserSessions node)
    {
        var verified = new VerifyResult.Verified(_alice, "stamp");
        return (await node.BeginAsync(verified, SessionKind.Browser, Origin, None)).Session!.Uuid;
    }

    private UserSessions Node()
    {
        var node = new UserSessions(
            new SessionStore(_table, _time),
            _provider,
            new TokenSeal(_keys),
            _returns,
            new LiveHub(_time, streamsPerUser: 6, bufferedEvents: 1, TimeSpan.FromSeconds(15)),
            new UuidSource(_time),
            _time,
            Options.Create(new AccountsOptions()),
            NullLogger<UserSessions>.Instance
        );
        _nodes.Add(node);
        return node;
    }
}
