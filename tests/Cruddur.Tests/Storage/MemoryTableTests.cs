using Cruddur.Storage;

namespace Cruddur.Tests.Storage;

public sealed class MemoryTableTests : TableContract
{
    protected override Task<ITable> OpenAsync() => Task.FromResult<ITable>(new MemoryTable());

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class MemoryChangeFeedTests : ChangeFeedContract
{
    private readonly MemoryTable _table = new();

    protected override Task<(ITable Table, IChangeFeed Feed)> OpenAsync() =>
        Task.FromResult<(ITable, IChangeFeed)>((_table, _table));

    protected override Task<(ITable Table, IChangeFeed Feed)> ReopenAsync() => OpenAsync();

    protected override Task TrimAsync(string upTo)
    {
        _table.Trim(upTo);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
