using Cruddur.Activities;
using Cruddur.Activities.Table;
using Cruddur.Server.RateLimits;
using Cruddur.Server.Settings;
using Cruddur.Server.Users;
using Microsoft.AspNetCore.Authorization;

namespace Cruddur.Server.Activities;

/// <summary>Composes the feed, which is kept beside the people.</summary>
internal static class ActivitiesSetup
{
    /// <summary>Needs the table, the directory of people, IUuidSource and TimeProvider.</summary>
    public static void AddActivities(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ActivitiesOptions>();
        var services = builder.Services;
        if (SettingsSetup.Read<DirectoryOptions>(builder.Configuration).Provider == DirectoryProvider.Postgres)
        {
            PostgresFeed.Add(services);
        }
        else
        {
            services.AddSingleton<IActivities>(provider =>
                // The seed differs from process to process, so that servers that met once do not meet again.
                ActivatorUtilities.CreateInstance<TableActivities>(provider, new Random(Environment.ProcessId))
            );
        }
        services.AddSingleton<ActivityServices>();
        services.AddSingleton<IAuthorizationHandler, ReadersHandler>();
    }

    public static void MapActivities(this IEndpointRouteBuilder app)
    {
        var activities = app.MapGroup("/api/activities").WithTags("Activities");

        var read = activities.MapGroup("").RequireAuthorization(Readers.Policy);
        read.MapGet("/home", ActivityListEndpoints.HomeAsync).WithName("listHomeActivities");
        read.MapGet("/@{handle}", ActivityListEndpoints.OfUserAsync).WithName("listUserActivities");
        read.MapGet("/{activity_uuid:guid}", ActivityListEndpoints.GetAsync).WithName("getActivity");

        var act = activities.MapGroup("").RequireAuthorization();
        act.MapPost("", ActivityEndpoints.PostAsync).WithName("postActivity").OfKind(CallKind.Send);
        act.MapPost("/{activity_uuid:guid}/replies", ActivityEndpoints.ReplyAsync)
            .WithName("replyToActivity")
            .OfKind(CallKind.Send);
        act.MapPut("/{activity_uuid:guid}/like", ActivityEndpoints.LikeAsync).WithName("likeActivity");
        act.MapDelete("/{activity_uuid:guid}/like", ActivityEndpoints.UnlikeAsync).WithName("unlikeActivity");
        act.MapDelete("/{activity_uuid:guid}", ActivityEndpoints.DeleteAsync).WithName("deleteActivity");
    }
}
