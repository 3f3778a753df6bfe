using System.Net;
using System.Net.Http.Json;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Security;

/// <summary>Ten thousand times somebody, some message group and some call of it: let in if, and only if, they are in the group.</summary>
public sealed class AccessOracleTests
{
    private const int Pairs = 10_000;
    private const int People = 24;
    private const int Groups = 80;
    private const int Seed = 20_261_128;

    [Fact]
    public async Task Who_is_in_a_group_is_let_in_and_nobody_else()
    {
        await using var app = await TestApp.StartAsync();
        var random = new Random(Seed);
        var people = new List<Person>();
        for (var number = 0; number < People; number++)
        {
            people.Add(await app.SignedInAs($"person_{number}"));
        }
        var members = new Dictionary<Guid, (int One, int Other)>();
        while (members.Count < Groups)
        {
            var (one, other) = (random.Next(People), random.Next(People));
            if (one != other)
            {
                members[await people[one].OpenWith(people[other])] = (one, other);
            }
        }
        // Some that are nobody's: of no group, and of people instead of groups.
        Guid[] groups =
        [
            .. members.Keys,
            .. Enumerable.Range(0, 10).Select(_ => TestUuid.Next()),
            .. people.Take(5).Select(person => person.Uuid),
            Guid.Empty,
        ];

        var letIn = 0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (caller, group, call) = (random.Next(People), groups[random.Next(groups.Length)], random.Next(5));
            // One of two times a member, or they would be few.
            if (random.Next(2) == 0 && members.TryGetValue(group, out var both))
            {
                caller = random.Next(2) == 0 ? both.One : both.Other;
            }
            var isMember =
                members.TryGetValue(group, out var pairOf) && (pairOf.One == caller || pairOf.Other == caller);

            using var answer = await CallAsync(people[caller], group, call);

            Assert.True(
                answer.IsSuccessStatusCode == isMember && (isMember || answer.StatusCode == HttpStatusCode.NotFound),
                $"Pair {pair}, person_{caller}, group {group}, call {call}: {(int)answer.StatusCode}, a member: {isMember}"
            );
            letIn += isMember ? 1 : 0;
        }
        Assert.InRange(letIn, Pairs / 4, Pairs * 3 / 4);
        people.ForEach(person => person.Dispose());
    }

    private static Task<HttpResponseMessage> CallAsync(Person person, Guid group, int call) =>
        call switch
        {
            0 => person.Client.GetAsync($"/api/message_groups/{group}"),
            1 => person.Client.GetAsync($"/api/messages/{group}?limit=5"),
            2 => person.Client.PostAsJsonAsync($"/api/message_groups/{group}/read", new { seq = 0 }),
            3 => person.Client.PostAsync($"/api/message_groups/{group}/typing", null),
            // Always the same message: what is asked is who may send it.
            _ => person.TryPut(group, group, "hello", 0),
        };
}
