using System.Net;
using Cruddur.Server.Accounts.Sessions;

namespace Cruddur.Tests.Accounts;

public sealed class SessionOriginTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux")]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
        "Edge on Windows"
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome on Android"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1",
        "Safari on iPhone"
    )]
    [InlineData(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "Safari on macOS"
    )]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData("my-program/1.0 (a comment)", "my-program/1.0")]
    [InlineData("", "")]
    [InlineData("‮evil", "")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void A_device_is_named_as_its_owner_would(string userAgent, string name) =>
        Assert.Equal(name, SessionOrigin.DeviceOf(userAgent));

    [Fact]
    public void What_a_program_calls_itself_is_cut() =>
        Assert.Equal(new string('x', 40), SessionOrigin.DeviceOf(new string('x', 8_000)));

    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("::1", "::/48")]
    public void Of_an_address_the_network_is_kept(string address, string network) =>
        Assert.Equal(network, SessionOrigin.NetworkOf(IPAddress.Parse(address)));
}
