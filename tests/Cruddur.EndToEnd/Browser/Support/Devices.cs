using Microsoft.Playwright;

namespace Cruddur.EndToEnd.Browser.Support;

internal static class Devices
{
    public const int PhoneWidth = 390;
    public const int PhoneHeight = 844;

    public static BrowserNewContextOptions Desktop() =>
        new()
        {
            ViewportSize = new() { Width = 1280, Height = 800 },
        };

    public static BrowserNewContextOptions Phone() =>
        new()
        {
            ViewportSize = new() { Width = PhoneWidth, Height = PhoneHeight },
            HasTouch = true,
            IsMobile = true,
        };
}
