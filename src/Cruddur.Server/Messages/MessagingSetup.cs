using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Server.Inbox;
using Cruddur.Server.MessageGroups;
using Cruddur.Server.RateLimits;

namespace Cruddur.Server.Messages;

/// <summary>Messages, message groups and inboxes: the services and their routes.</summary>
internal static class MessagingSetup
{
    public static void AddMessaging(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IUuidSource, UuidSource>();
        services.AddSingleton<MessageGroupStore>();
        services.AddSingleton<MessageLog>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<MessageSender>(provider, new Random(Environment.ProcessId))
        );
        services.AddSingleton<SendServices>();
        services.AddSingleton<InboxReader>();
        services.AddSingleton<InboxReconciler>();
        services.AddSingleton<DetailServices>();
        services.AddSingleton<ReadMarks>();
        services.AddSingleton<InboxProjector>();
        services.AddHostedService<ProjectionService>();
        builder.AddInboxSweep();
    }

    public static void MapMessaging(this IEndpointRouteBuilder app)
    {
        var groups = app.MapGroup("/api/message_groups").RequireAuthorization().WithTags("Message groups");
        groups.MapGet("", MessageGroupEndpoints.ListAsync).WithName("listMessageGroups");
        groups.MapPost("", MessageGroupEndpoints.OpenAsync).WithName("openMessageGroup");
        groups.MapGet("/{message_group_uuid:guid}", MessageGroupEndpoints.GetAsync).WithName("getMessageGroup");
        groups
            .MapPost("/{message_group_uuid:guid}/read", MessageGroupEndpoints.MarkReadAsync)
            .WithName("markMessageGroupRead");

        var messages = app.MapGroup("/api").RequireAuthorization().WithTags("Messages");
        messages
            .MapPut("/message_groups/{message_group_uuid:guid}/messages/{message_uuid:guid}", SendEndpoints.PutAsync)
            .WithName("putMessage")
            .OfKind(CallKind.Send);
        messages.MapPost("/messages", SendEndpoints.PostAsync).WithName("postMessage").OfKind(CallKind.Send);
        messages
            .MapGet("/messages/{message_group_uuid:guid}", MessageHistoryEndpoint.GetAsync)
            .WithName("listMessages");
        messages.MapGet("/messages/counter", MessageGroupEndpoints.CountUnreadAsync).WithName("countUnread");
    }
}
