namespace Cruddur.Server.Problems;

/// <summary>A kind of refusal: its stable code, its status and its title. docs/api.md lists them all.</summary>
internal sealed record ProblemCode(string Code, int Status, string Title)
{
    /// <summary>The problem type of RFC 9457: a name, as there is no page to fetch on a server without internet.</summary>
    public string Type => $"urn:cruddur:problem:{Code}";

    public static readonly ProblemCode RequestMalformed = new(
        "request_malformed",
        400,
        "The request could not be read."
    );
    public static readonly ProblemCode Unauthenticated = new("unauthenticated", 401, "You are not signed in.");
    public static readonly ProblemCode InvalidCredentials = new(
        "invalid_credentials",
        401,
        "The login or the password is wrong."
    );
    public static readonly ProblemCode AnotherUser = new("another_user", 401, "Somebody else is signed in by now.");
    public static readonly ProblemCode ForeignOrigin = new("foreign_origin", 403, "The call came from another site.");
    public static readonly ProblemCode ActivityNotYours = new(
        "activity_not_yours",
        403,
        "The activity is somebody else's."
    );
    public static readonly ProblemCode MoreThanPassword = new(
        "more_than_password",
        403,
        "The account needs more than a password."
    );
    public static readonly ProblemCode AccountNotConfirmed = new(
        "account_not_confirmed",
        403,
        "The account is not confirmed yet."
    );
    public static readonly ProblemCode MailKeyWrong = new(
        "mail_key_wrong",
        403,
        "The mails are shown to whoever has their key."
    );
    public static readonly ProblemCode NotFound = new("not_found", 404, "There is nothing at this address.");
    public static readonly ProblemCode MessageGroupNotFound = new(
        "message_group_not_found",
        404,
        "There is no such message group."
    );
    public static readonly ProblemCode ActivityNotFound = new("activity_not_found", 404, "There is no such activity.");
    public static readonly ProblemCode SessionNotFound = new("session_not_found", 404, "There is no such session.");
    public static readonly ProblemCode UserNotFound = new("user_not_found", 404, "There is no such person.");
    public static readonly ProblemCode MethodNotAllowed = new(
        "method_not_allowed",
        405,
        "This address does not take that method."
    );
    public static readonly ProblemCode HandleTaken = new("handle_taken", 409, "The handle is taken.");
    public static readonly ProblemCode ResyncRequired = new("resync_required", 409, "Too much has happened since.");
    public static readonly ProblemCode RequestTooLarge = new("request_too_large", 413, "The request is too large.");
    public static readonly ProblemCode UnsupportedMediaType = new(
        "unsupported_media_type",
        415,
        "The request body must be JSON."
    );
    public static readonly ProblemCode MessageBlank = new("message_blank", 422, "The message is blank.");
    public static readonly ProblemCode MessageExceedMaxChars = new(
        "message_exceed_max_chars",
        422,
        "The message is too long."
    );
    public static readonly ProblemCode MessageExceedMaxBytes = new(
        "message_exceed_max_bytes",
        422,
        "The message is too large."
    );
    public static readonly ProblemCode MessageInvalidCharacters = new(
        "message_invalid_characters",
        422,
        "The message has characters that are not text."
    );
    public static readonly ProblemCode MessageGroupUuidBlank = new(
        "message_group_uuid_blank",
        422,
        "No message group is named."
    );

    // The spelling is the original's, and its clients look for it.
    public static readonly ProblemCode UserReceiverHandleBlank = new(
        "user_reciever_handle_blank",
        422,
        "No receiver is named."
    );
    public static readonly ProblemCode MessageUuidReused = new(
        "message_uuid_reused",
        422,
        "The message_uuid belongs to another message."
    );
    public static readonly ProblemCode ActivityUuidReused = new(
        "activity_uuid_reused",
        422,
        "The activity_uuid belongs to another activity."
    );
    public static readonly ProblemCode TtlInvalid = new("ttl_invalid", 422, "The post cannot last that long.");
    public static readonly ProblemCode ReplyToReply = new("reply_to_reply", 422, "That is a reply itself.");
    public static readonly ProblemCode BaseAhead = new("base_ahead", 422, "The base is beyond the end of the log.");
    public static readonly ProblemCode SeqAhead = new("seq_ahead", 422, "The sequence is beyond the end of the log.");
    public static readonly ProblemCode ReceiverIsSender = new("receiver_is_sender", 422, "That is you.");
    public static readonly ProblemCode HandleInvalid = new("handle_invalid", 422, "The handle breaks its rules.");
    public static readonly ProblemCode DisplayNameInvalid = new(
        "display_name_invalid",
        422,
        "The display name breaks its rules."
    );
    public static readonly ProblemCode EmailInvalid = new("email_invalid", 422, "That is not an e-mail address.");
    public static readonly ProblemCode PasswordTooShort = new("password_too_short", 422, "The password is too short.");
    public static readonly ProblemCode PasswordTooLong = new("password_too_long", 422, "The password is too long.");
    public static readonly ProblemCode CodeRefused = new("code_refused", 422, "The code is not good.");
    public static readonly ProblemCode PasswordWrong = new("password_wrong", 422, "The current password is wrong.");
    public static readonly ProblemCode PasswordRefused = new("password_refused", 422, "The password breaks a rule.");
    public static readonly ProblemCode SignUpRefused = new("sign_up_refused", 422, "You cannot sign up here.");
    public static readonly ProblemCode QueryInvalid = new("query_invalid", 422, "The query breaks its rules.");
    public static readonly ProblemCode TooManyStreams = new("too_many_streams", 429, "Too many streams are open.");
    public static readonly ProblemCode RateLimited = new("rate_limited", 429, "That were too many calls.");
    public static readonly ProblemCode InternalError = new("internal_error", 500, "The server made a mistake.");
    public static readonly ProblemCode CodesNotSent = new("codes_not_sent", 501, "This server sends no codes.");
    public static readonly ProblemCode Busy = new("busy", 503, "The server is busy.");
    public static readonly ProblemCode AccountsUnavailable = new(
        "accounts_unavailable",
        503,
        "The accounts cannot be reached."
    );
    public static readonly ProblemCode IssuerUnavailable = new(
        "issuer_unavailable",
        503,
        "The token's issuer does not answer."
    );
    public static readonly ProblemCode StorageUnavailable = new(
        "storage_unavailable",
        503,
        "The storage is not available."
    );
    public static readonly ProblemCode StorageFull = new("storage_full", 503, "The storage is full.");
}
