namespace Cruddur.Server.RateLimits;

/// <summary>What a call costs, and so how often it may be made.</summary>
internal enum CallKind
{
    /// <summary>Reads: what GET is when its endpoint says nothing.</summary>
    Read,

    /// <summary>Changes something small: what any other method is when its endpoint says nothing.</summary>
    Change,

    /// <summary>Looks for people by what they are called.</summary>
    Search,

    /// <summary>Opens a stream of events.</summary>
    Stream,

    /// <summary>Sends something that others are shown.</summary>
    Send,

    /// <summary>Proves who somebody is, or tries to: passwords and codes could be guessed, and cost a hash or a mail.</summary>
    SignIn,
}

/// <summary>Says at an endpoint what kind of call it takes.</summary>
internal static class CallKinds
{
    public static TBuilder OfKind<TBuilder>(this TBuilder endpoint, CallKind kind)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Metadata(kind));

    public static CallKind Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Metadata>()?.Kind
        ?? (
            HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                ? CallKind.Read
                : CallKind.Change
        );

    private sealed record Metadata(CallKind Kind);
}
