using System.Net;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.Issuers;

public sealed class BadTokenTests(IssuerWorld world) : IClassFixture<IssuerWorld>
{
    public static TheoryData<string> Names => [.. BadTokens.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_token_is_refused(string what)
    {
        // The one that it was made from is good.
        Assert.Equal(200, await world.StatusOf(world.Forge.Good()));
        var token = BadTokens.All[what](world.Forge);
        Assert.False(token == world.Forge.Good());

        using var response = await world.Ask(token);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var challenge = Assert.Single(response.Headers.WwwAuthenticate);
        Assert.Equal("Bearer", challenge.Scheme);
        Assert.Contains("error=\"invalid_token\"", challenge.Parameter, StringComparison.Ordinal);
        // Why, for whoever writes the program; but nothing of the token.
        Assert.DoesNotContain("subject-1", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_at_least_forty_of_them() => Assert.True(BadTokens.All.Count >= 40);

    [Fact]
    public async Task No_piece_of_a_token_comes_into_the_log()
    {
        foreach (var token in BadTokens.All.Values.Select(make => make(world.Forge)))
        {
            await world.StatusOf(token);
            var end = token[^Math.Min(24, token.Length)..];
            Assert.True(end.Length < 24 || !world.App.Log.Text.Contains(end, StringComparison.Ordinal));
        }
        Assert.DoesNotContain("subject-1", world.App.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_by_a_curve_is_taken_too()
    {
        var forge = new TokenForge(world.Keys.Issuer, SigningKey.OfCurve, world.Time);
        Assert.Equal(200, await world.StatusOf(forge.Good()));
    }

    [Fact]
    public async Task An_issuers_clock_may_be_a_minute_ahead()
    {
        var token = world.Forge.With(claims => claims["iat"] = claims["nbf"] = world.Forge.Now + 60);
        Assert.Equal(200, await world.StatusOf(token));
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/at+jwt")]
    [InlineData("jwt")]
    public async Task The_types_of_access_tokens_are_taken(string type) =>
        Assert.Equal(200, await world.StatusOf(world.Forge.WithHeader(header => header["typ"] = type)));

    [Fact]
    public async Task A_token_need_not_name_its_type() =>
        Assert.Equal(200, await world.StatusOf(world.Forge.WithHeader(header => header.Remove("typ"))));

    [Fact]
    public async Task Random_changes_of_a_token_are_refused_and_never_a_bug()
    {
        var random = new Random(20261128);
        var good = world.Forge.Good();
        for (var i = 0; i < 500; i++)
        {
            var token = good.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                token[random.Next(token.Length)] = (char)random.Next(0x21, 0x7F);
            }
            var text = new string(token);
            Assert.True(text == good || await world.StatusOf(text) == 401, text);
        }
    }

    [Fact]
    public async Task Random_claims_are_refused_and_never_a_bug()
    {
        var random = new Random(20261129);
        string[] values =
        [
            "null",
            "0",
            "-1",
            "1e400",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[\"a\"]]",
            "\"\"",
            "true",
            "\"\\u0000\"",
        ];
        for (var i = 0; i < 300; i++)
        {
            var claims = world.Forge.Claims();
            var name = claims.Keys.ElementAt(random.Next(claims.Count));
            claims.Remove(name);
            var json = System.Text.Json.JsonSerializer.Serialize(claims);
            var token = world.Forge.OfText(
                System.Text.Json.JsonSerializer.Serialize(world.Forge.Header()),
                $"{{\"{name}\":{values[random.Next(values.Length)]},{json[1..]}"
            );
            // Names are only wishes.
            var isWish = name is "name" or "preferred_username" or "iat" or "nbf";
            var status = await world.StatusOf(token);
            Assert.True(status == 401 || (isWish && status == 200), $"{status} {name} {token}");
        }
    }
}
