namespace Cruddur.Tests.Security;

/// <summary>Who may make a call.</summary>
internal enum Access
{
    /// <summary>Whoever: the answer is the same for each.</summary>
    Anyone,

    /// <summary>
    /// Whoever, but a call that says whose it is, by a token or the header for it, must be theirs. Unless
    /// <c>Activities:PublicReading</c> is off.
    /// </summary>
    Reader,

    /// <summary>Whoever is signed in, about what is their own.</summary>
    SignedIn,

    /// <summary>Who wrote the activity that the call names; others, who may read it, are told that it is not theirs.</summary>
    Author,

    /// <summary>A member of the message group that the call names; to anybody else there is no such group.</summary>
    Member,
}

/// <summary>A row of the route matrix: a route, a call of it that must succeed for whoever may, and who that is.</summary>
/// <param name="Pattern">As the endpoint has it.</param>
/// <param name="Status">Of the answer to who may.</param>
internal sealed record RouteRow(string Method, string Pattern, Access Access, int Status)
{
    /// <summary>Behind the path, with its question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>The body of the call; null when it has none.</summary>
    public Func<RouteWorld, object>? Body { get; init; }

    /// <summary>Signing in or out, which other sites' pages may not do to a browser even when it has no cookie yet.</summary>
    public bool SetsCookie { get; init; }

    public bool IsUnsafe => Method is not ("GET" or "HEAD");

    public string Route => $"{Method} {Pattern}";

    public string PathIn(RouteWorld world) =>
        Pattern
            .Replace("{message_group_uuid:guid}", $"{world.Group}", StringComparison.Ordinal)
            .Replace("{message_uuid:guid}", $"{world.MessageUuid}", StringComparison.Ordinal)
            .Replace("{activity_uuid:guid}", $"{world.Activity}", StringComparison.Ordinal)
            .Replace("{session_uuid:guid}", $"{world.MessageUuid}", StringComparison.Ordinal)
            .Replace("{handle}", world.OtherHandle, StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal) + Query;

    public override string ToString() => Route;
}

/// <summary>What a call is about.</summary>
/// <param name="Activity">A post of the person who may make it.</param>
/// <param name="Handle">Of that person.</param>
/// <param name="OtherHandle">Of the other member of the group.</param>
internal sealed record RouteWorld(
    Guid Group,
    Guid MessageUuid,
    Guid Activity,
    string Handle,
    string OtherHandle,
    int Number
);
