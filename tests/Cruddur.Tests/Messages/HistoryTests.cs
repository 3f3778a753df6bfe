using System.Net;
using System.Text.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

[OnEveryEngine]
[OnEveryDirectory]
public sealed class HistoryTests(LongHistory history) : IClassFixture<LongHistory>
{
    private const int Count = LongHistory.Count;

    private readonly Person _alice = history.Alice;
    private readonly Guid _group = history.Group;

    [Fact]
    public async Task By_default_the_newest_twenty_come_oldest_first()
    {
        Assert.Equal(Range(Count - 19, Count), Seqs(await _alice.Messages(_group)));
    }

    [Fact]
    public async Task The_whole_history_is_readable_backwards_past_100_and_across_a_new_year()
    {
        var address = $"/api/messages/{_group}";
        var pages = new List<JsonElement>();
        while (address is not null)
        {
            using var response = await _alice.Client.GetAsync(address);
            response.EnsureSuccessStatusCode();
            pages.InsertRange(0, (await response.ReadJsonAsync()).EnumerateArray());
            address = NextOf(response)!;
        }

        Assert.Equal(Range(1, Count), Seqs(pages));
        Assert.Equal(2026, pages[119].GetProperty("created_at").GetDateTimeOffset().Year);
        Assert.Equal(2027, pages[120].GetProperty("created_at").GetDateTimeOffset().Year);
        var row = await _alice.GroupOnceAt(_group, Count);
        Assert.Equal($"message {Count}", row.GetProperty("message").GetString());
        Assert.Single(await _alice.Groups());
    }

    [Theory]
    [InlineData("?limit=100", 31, 130)]
    [InlineData("?limit=1", 130, 130)]
    [InlineData("?before_seq=30&limit=10", 20, 29)]
    [InlineData("?before_seq=3", 1, 2)]
    [InlineData("?before_seq=9999999999999&limit=2", 129, 130)]
    [InlineData("?after_seq=0&limit=5", 1, 5)]
    [InlineData("?after_seq=125", 126, 130)]
    [InlineData("?around_seq=50&limit=10", 45, 54)]
    [InlineData("?around_seq=1&limit=10", 1, 10)]
    [InlineData("?around_seq=130&limit=10", 125, 130)]
    public async Task A_page_is_chosen_by_sequence(string query, int first, int last)
    {
        Assert.Equal(Range(first, last), Seqs(await _alice.Messages(_group, query)));
    }

    [Theory]
    [InlineData("?before_seq=1")]
    [InlineData("?before_seq=0")]
    [InlineData("?after_seq=130")]
    [InlineData("?after_seq=9223372036854775807")]
    [InlineData("?around_seq=9223372036854775807&limit=1")]
    public async Task Beyond_the_ends_there_is_nothing(string query)
    {
        Assert.Empty(await _alice.Messages(_group, query));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=many")]
    [InlineData("?before_seq=x")]
    [InlineData("?before_seq=-1")]
    [InlineData("?before_seq=5&after_seq=2")]
    [InlineData("?after_seq=99999999999999999999")]
    public async Task A_page_that_cannot_be_is_refused(string query)
    {
        using var response = await _alice.Client.GetAsync($"/api/messages/{_group}{query}");
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
    }

    [Theory]
    [InlineData("?after_seq=0&limit=100", "?limit=100&after_seq=100")]
    [InlineData("?after_seq=100&limit=100", null)]
    [InlineData("?before_seq=100&limit=50", "?limit=50&before_seq=50")]
    [InlineData("?before_seq=11&limit=10", null)]
    [InlineData("?around_seq=50&limit=10", "?limit=10&before_seq=45")]
    public async Task The_link_leads_on_while_there_is_more(string query, string? next)
    {
        using var response = await _alice.Client.GetAsync($"/api/messages/{_group}{query}");
        Assert.Equal(next is null ? null : $"/api/messages/{_group}{next}", NextOf(response));
    }

    private static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links)
            ? links
                .Single()
                .Replace("<", "", StringComparison.Ordinal)
                .Replace(">; rel=\"next\"", "", StringComparison.Ordinal)
            : null;

    private static IEnumerable<long> Range(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(i => (long)i);

    private static IEnumerable<long> Seqs(IEnumerable<JsonElement> messages) =>
        messages.Select(message => message.GetProperty("seq").GetInt64());
}
