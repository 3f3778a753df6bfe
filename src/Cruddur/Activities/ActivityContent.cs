namespace Cruddur.Activities;

/// <summary>What somebody asks for who posts or replies. Under the same uuid the same content is the same call once more.</summary>
internal readonly record struct ActivityContent
{
    private readonly Guid _userUuid;
    private readonly string? _message;
    private readonly Guid? _replyToUuid;
    private readonly long? _seconds;

    /// <param name="message">Null once it was taken back, which nobody asks for.</param>
    public ActivityContent(
        Guid userUuid,
        string? message,
        Guid? replyToUuid,
        DateTimeOffset createdAt,
        DateTimeOffset expiresAt
    )
    {
        _userUuid = userUuid;
        _message = message;
        _replyToUuid = replyToUuid;
        // A reply ends with its post. A post ends at a whole second, so up to one more than was asked for.
        _seconds = replyToUuid is null ? (long)(expiresAt - createdAt).TotalSeconds : null;
    }
}
