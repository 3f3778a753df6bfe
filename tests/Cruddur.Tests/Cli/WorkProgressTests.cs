using Cruddur.Cli.Terminals;

namespace Cruddur.Tests.Cli;

public sealed class WorkProgressTests : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly Terminal _somebodyLooks;
    private readonly Terminal _nobodyLooks;

    public WorkProgressTests()
    {
        _somebodyLooks = new Terminal(TextWriter.Null, _error, IsErrorInteractive: true, TimeProvider.System);
        _nobodyLooks = _somebodyLooks with { IsErrorInteractive = false };
    }

    public void Dispose()
    {
        _somebodyLooks.Dispose();
        _nobodyLooks.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Bars_are_drawn_while_the_work_goes_on_and_when_it_is_done()
    {
        var work = new TaskCompletionSource();
        var drawn = new List<bool>();

        await WorkProgress.ShowBarsAsync(
            _somebodyLooks,
            work.Task,
            _ =>
                () =>
                {
                    drawn.Add(work.Task.IsCompleted);
                    work.TrySetResult();
                }
        );

        Assert.Equal([false, true], drawn);
    }

    [Fact]
    public async Task A_line_says_how_far_the_work_is()
    {
        await WorkProgress.ShowLineAsync(_somebodyLooks, Task.CompletedTask, () => "7 rows compared");

        Assert.Contains("7 rows compared", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_fails_is_not_the_drawings_failure() =>
        await WorkProgress.ShowLineAsync(
            _somebodyLooks,
            Task.FromException(new InvalidOperationException("no more sheep")),
            () => "counting"
        );

    [Fact]
    public async Task Nothing_is_drawn_where_nobody_looks()
    {
        await WorkProgress.ShowLineAsync(_nobodyLooks, Task.CompletedTask, () => "7 rows compared");
        await WorkProgress.ShowBarsAsync(_nobodyLooks, Task.CompletedTask, _ => () => { });

        Assert.Empty(_error.ToString());
    }
}
