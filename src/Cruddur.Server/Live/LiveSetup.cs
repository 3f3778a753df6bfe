using Cruddur.Live;
using Cruddur.Server.RateLimits;
using Cruddur.Server.Settings;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Live;

/// <summary>Composes what tells clients what happens.</summary>
internal static class LiveSetup
{
    public static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LiveOptions>();
        var services = builder.Services;
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LiveOptions>>().Value;
            return new LiveHub(
                provider.GetRequiredService<TimeProvider>(),
                options.StreamsPerUser,
                options.BufferedEvents,
                options.HeartbeatInterval
            );
        });
        services.AddSingleton<LivePublisher>();
        services.AddSingleton<ILiveObserver>(provider => provider.GetRequiredService<LivePublisher>());
        services.AddSingleton<StoreEpoch>();
        services.AddSingleton<LiveSnapshots>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<TypingThrottle>();
        services.AddSingleton<EventWriter>();
        services.AddSingleton<StreamServices>();
        services.AddHostedService<LivePulse>();
        services.AddHostedService<EpochWatch>();
        services.AddHostedService<LiveFeed>();
        return builder;
    }

    public static void MapLive(this IEndpointRouteBuilder app)
    {
        var live = app.MapGroup("/api").RequireAuthorization().WithTags("Live");
        live.MapGet("/events", EventsEndpoint.Get).WithName("streamEvents").OfKind(CallKind.Stream);
        live.MapGet("/sync", SyncEndpoint.GetAsync).WithName("sync");
        live.MapPost("/message_groups/{message_group_uuid:guid}/typing", TypingEndpoint.PostAsync)
            .WithName("sayTyping");
    }
}
