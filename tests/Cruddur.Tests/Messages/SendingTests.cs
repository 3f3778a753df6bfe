using System.Net;
using System.Net.Http.Json;
using System.Text;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Messages;

[OnEveryEngine]
public sealed class SendingTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private Person _alice = null!;
    private Person _bob = null!;
    private Guid _group;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _alice = await _app.SignedInAs("alice", "Alice Adams");
        _bob = await _app.SignedInAs("bob");
        _group = await _alice.OpenWith(_bob);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_sent_message_has_the_originals_fields_and_its_sequence()
    {
        var uuid = TestUuid.Next();
        var sent = await _alice.Put(_group, uuid, "See you at eight", 0);

        Assert.Equal(_group, sent.GetProperty("message_group_uuid").GetGuid());
        Assert.Equal(uuid, sent.GetProperty("uuid").GetGuid());
        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        Assert.Equal(_alice.Uuid, sent.GetProperty("user_uuid").GetGuid());
        Assert.Equal("alice", sent.GetProperty("handle").GetString());
        Assert.Equal("Alice Adams", sent.GetProperty("display_name").GetString());
        Assert.Equal("See you at eight", sent.GetProperty("message").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", sent.GetProperty("created_at").GetString());
        Assert.Equal(sent.ToString(), Assert.Single(await _bob.Messages(_group)).ToString());
    }

    [Fact]
    public async Task A_hundred_repeats_at_once_and_one_after_a_restart_are_one_message_with_one_answer()
    {
        var uuid = TestUuid.Next();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(async _ => (await _alice.Put(_group, uuid, "once", 0)).ToString())
        );
        await _bob.Send(_group, "and then");
        await _app.RestartAsync();
        using var again = await _app.SignedInAs("alice");
        var afterwards = (await again.Put(_group, uuid, "once", 0)).ToString();

        Assert.Equal(afterwards, Assert.Single(answers.Distinct(StringComparer.Ordinal)));
        Assert.Equal(2, (await again.WholeLog(_group)).Length);
    }

    [Fact]
    public async Task The_same_message_uuid_with_another_text_is_refused()
    {
        var uuid = TestUuid.Next();
        await _alice.Put(_group, uuid, "one text", 0);

        using var other = await _alice.TryPut(_group, uuid, "another text", 0);

        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "message_uuid_reused");
        Assert.Single(await _alice.Messages(_group));
    }

    [Fact]
    public async Task Two_senders_may_use_one_message_uuid()
    {
        var uuid = TestUuid.Next();
        var fromAlice = await _alice.Put(_group, uuid, "mine", 0);
        var fromBob = await _bob.Put(_group, uuid, "mine too", 0);

        Assert.Equal(1, fromAlice.GetProperty("seq").GetInt64());
        Assert.Equal(2, fromBob.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Without_a_base_the_last_512_entries_are_searched()
    {
        var uuid = TestUuid.Next();
        var first = await _alice.Put(_group, uuid, "first");
        for (var i = 0; i < 511; i++)
        {
            await _bob.Send(_group, $"{i}");
        }
        await _app.RestartAsync();
        using var again = await _app.SignedInAs("alice");

        Assert.Equal(first.ToString(), (await again.Put(_group, uuid, "first")).ToString());
    }

    [Fact]
    public async Task A_base_more_than_512_entries_back_asks_for_a_resync_and_sends_nothing()
    {
        for (var i = 0; i < 513; i++)
        {
            await _bob.Send(_group, $"{i}");
        }

        using var late = await _alice.TryPut(_group, TestUuid.Next(), "late", 0);
        var problem = await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "resync_required");
        Assert.Equal(513, problem.GetProperty("last_seq").GetInt64());

        var sent = await _alice.Put(_group, TestUuid.Next(), "at the border", 1);
        Assert.Equal(514, sent.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_base_beyond_the_end_of_the_log_is_refused()
    {
        using var ahead = await _alice.TryPut(_group, TestUuid.Next(), "hello", 1);
        await ahead.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "base_ahead");
        using var negative = await _alice.TryPut(_group, TestUuid.Next(), "hello", -1);
        await negative.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request_malformed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("\u200B\u200D\u2060")]
    [InlineData(null)]
    public async Task A_message_with_nothing_visible_is_refused(string? text)
    {
        using var response = await _alice.TryPut(_group, TestUuid.Next(), text);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "message_blank");
        Assert.Equal(
            "message_blank",
            problem.GetProperty("errors").GetProperty("message")[0].GetProperty("code").GetString()
        );
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("e\u0301")]
    [InlineData("😀")]
    [InlineData("🇩🇪")]
    public async Task Characters_are_counted_as_a_person_counts_them(string character)
    {
        var longest = string.Concat(Enumerable.Repeat(character, 1024));
        var sent = await _alice.Put(_group, TestUuid.Next(), longest);
        Assert.Equal(longest, sent.GetProperty("message").GetString());

        using var longer = await _alice.TryPut(_group, TestUuid.Next(), longest + character);
        var problem = await longer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "message_exceed_max_chars");
        Assert.Contains("1025", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_are_bounded_where_one_character_is_many()
    {
        var family = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 327)) + new string('x', 17);
        Assert.Equal(8192, Encoding.UTF8.GetByteCount(family));
        await _alice.Put(_group, TestUuid.Next(), family);

        using var larger = await _alice.TryPut(_group, TestUuid.Next(), family + "x");
        await larger.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "message_exceed_max_bytes");
    }

    [Theory]
    [InlineData("""{"message":"a\u0000b"}""", HttpStatusCode.UnprocessableEntity, "message_invalid_characters")]
    [InlineData("""{"message":"half \ud83d pair"}""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""{"message":5}""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""{"message":"x","base":"y"}""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""{"message":""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("""[]""", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("null", HttpStatusCode.BadRequest, "request_malformed")]
    [InlineData("", HttpStatusCode.BadRequest, "request_malformed")]
    public async Task What_is_not_text_or_not_the_expected_JSON_is_refused(
        string body,
        HttpStatusCode status,
        string code
    )
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _alice.Client.PutAsync(
            $"/api/message_groups/{_group}/messages/{TestUuid.Next()}",
            content
        );
        await response.ShouldBeProblemAsync(status, code);
        Assert.Empty(await _alice.Messages(_group));
    }

    [Fact]
    public async Task Text_comes_back_as_it_was_written()
    {
        const string text = "  <b>&amp; \"quotes\" \\ \u202E bidi \u202C e\u0301 é 👩‍👩‍👧‍👦\r\n\ttabs  ";
        await _alice.Send(_group, text);
        Assert.Equal(text, (await _bob.Messages(_group))[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_originals_call_sends_to_a_handle_and_gives_the_group()
    {
        using var carol = await _app.SignedInAs("carol");
        var sent = await _alice.Client.PostForJsonAsync("/api/messages", new { message = "Hi", handle = "Carol" });
        var group = sent.GetProperty("message_group_uuid").GetGuid();
        var again = await carol.Client.PostForJsonAsync(
            "/api/messages",
            new { message = "Hi yourself", user_receiver_handle = "alice" }
        );

        Assert.Equal(group, again.GetProperty("message_group_uuid").GetGuid());
        Assert.Equal(2, again.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task The_originals_call_is_repeatable_with_a_message_uuid()
    {
        var body = new
        {
            message = "Hi",
            handle = "bob",
            message_uuid = TestUuid.Next(),
        };
        var first = await _alice.Client.PostForJsonAsync("/api/messages", body);
        var second = await _alice.Client.PostForJsonAsync("/api/messages", body);
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Theory]
    [InlineData("""{"message":"x"}""", 422, "message_group_uuid_blank")]
    [InlineData("""{"message":"x","message_group_uuid":" "}""", 422, "message_group_uuid_blank")]
    [InlineData("""{"message":"x","handle":""}""", 422, "user_reciever_handle_blank")]
    [InlineData("""{"message":"","handle":"bob"}""", 422, "message_blank")]
    [InlineData("""{"message":"x","handle":"nobody_here"}""", 404, "user_not_found")]
    [InlineData("""{"message":"x","handle":"alice"}""", 422, "receiver_is_sender")]
    [InlineData("""{"message":"x","message_group_uuid":"not a uuid"}""", 404, "message_group_not_found")]
    [InlineData("""{"message":"x","handle":"bob","message_uuid":"7"}""", 400, "request_malformed")]
    [InlineData("""{"message":"x","handle":"bob","message_group_uuid":"x"}""", 400, "request_malformed")]
    public async Task The_originals_call_refuses_with_its_codes(string body, int status, string code)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _alice.Client.PostAsync("/api/messages", content);
        await response.ShouldBeProblemAsync((HttpStatusCode)status, code);
    }

    [Fact]
    public async Task A_stranger_is_told_the_same_as_of_a_group_that_does_not_exist()
    {
        using var eve = await _app.SignedInAs("eve");
        await _alice.Send(_group, "secret");
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in new[] { _group, TestUuid.Next() })
        {
            var calls = new Func<Task<HttpResponseMessage>>[]
            {
                () => eve.Client.GetAsync($"/api/messages/{group}"),
                () => eve.Client.GetAsync($"/api/message_groups/{group}"),
                () => eve.TryPut(group, TestUuid.Next(), "let me in"),
                () => eve.Client.PostAsJsonAsync("/api/messages", new { message = "x", message_group_uuid = group }),
                () => eve.Client.PostAsJsonAsync($"/api/message_groups/{group}/read", new { seq = 1 }),
            };
            foreach (var call in calls)
            {
                using var response = await call();
                var problem = await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "message_group_not_found");
                answers.Add(
                    $"{problem.GetProperty("type")} {problem.GetProperty("title")} {problem.GetProperty("detail")}"
                );
            }
        }
        Assert.Single(answers);
        Assert.Single(await _alice.Messages(_group));
    }
}
