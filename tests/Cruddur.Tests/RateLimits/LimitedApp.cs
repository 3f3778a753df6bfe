using System.Net;
using Cruddur.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.RateLimits;

/// <summary>A server with limits, whose callers come from the address that they say.</summary>
internal static class LimitedApp
{
    /// <summary>Where a call comes from, in place of a socket's other end.</summary>
    public const string AddressHeader = "Test-Address";

    public static Task<TestApp> StartAsync(ManualTimeProvider time, params string[] settings) =>
        TestApp.StartAsync(
            time,
            services => services.AddSingleton<IStartupFilter, Addresses>(),
            ["--RateLimits:Enabled=true", .. settings]
        );

    public static HttpClient From(this TestApp app, string address)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add(AddressHeader, address);
        return client;
    }

    private sealed class Addresses : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, following) =>
                    {
                        if (context.Request.Headers.TryGetValue(AddressHeader, out var address))
                        {
                            context.Connection.RemoteIpAddress = IPAddress.Parse(address.ToString());
                        }
                        return following(context);
                    }
                );
                next(app);
            };
    }
}
