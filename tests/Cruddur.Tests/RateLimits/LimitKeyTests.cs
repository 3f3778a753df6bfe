using System.Net;
using Cruddur.Server.RateLimits;
using Cruddur.Tests.Support;

namespace Cruddur.Tests.RateLimits;

public sealed class LimitKeyTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("192.0.2.1", "::192.0.2.1", false)]
    public void Addresses_are_one_when_they_are_one_households(string one, string other, bool areOne) =>
        Assert.Equal(areOne, LimitKey.Of(IPAddress.Parse(one)) == LimitKey.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("alice", "@Alice ", true)]
    [InlineData("alice@example.test", "ALICE@example.test", true)]
    [InlineData("alice", "alice2", false)]
    [InlineData("\ud800", "\ud801", true)]
    public void Logins_are_one_however_they_are_written(string one, string other, bool areOne) =>
        Assert.Equal(areOne, LimitKey.OfLogin(one) == LimitKey.OfLogin(other));

    [Fact]
    public void Uuids_are_themselves()
    {
        var uuid = TestUuid.Next();

        Assert.Equal(LimitKey.Of(uuid), LimitKey.Of(Guid.Parse($"{uuid:N}")));
        Assert.Equal($"{uuid:N}", $"{LimitKey.Of(uuid):x32}");
    }
}
