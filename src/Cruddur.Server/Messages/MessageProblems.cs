using Cruddur.Messages;
using Cruddur.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cruddur.Server.Messages;

/// <summary>What the outcomes of messages are on the wire.</summary>
internal static class MessageProblems
{
    public static ProblemHttpResult GroupNotFound() =>
        ApiProblem.Of(
            ProblemCode.MessageGroupNotFound,
            "No message group with this uuid has you as a member. GET /api/message_groups lists yours."
        );

    public static FieldProblem? OfText(MessageTextResult result) =>
        result switch
        {
            MessageTextResult.Valid => null,
            MessageTextResult.Blank => Field(
                ProblemCode.MessageBlank,
                "The message has nothing visible in it. Write something."
            ),
            MessageTextResult.InvalidCharacters => Field(
                ProblemCode.MessageInvalidCharacters,
                "The message has a NUL character or half a surrogate pair. Remove it."
            ),
            MessageTextResult.TooManyCharacters too => Field(
                ProblemCode.MessageExceedMaxChars,
                $"The message has {too.Characters} characters; at most {MessageText.MaxCharacters} are allowed. "
                    + $"Shorten it by {too.Characters - MessageText.MaxCharacters}."
            ),
            MessageTextResult.TooManyBytes too => Field(
                ProblemCode.MessageExceedMaxBytes,
                $"The message has {too.Bytes} bytes in UTF-8; at most {MessageText.MaxBytes} are allowed. Shorten it."
            ),
            _ => throw new InvalidOperationException($"Unknown outcome {result.GetType().Name}."),
        };

    public static ProblemHttpResult OfSend(SendResult result, HttpResponse response)
    {
        switch (result)
        {
            case SendResult.NotAMember:
                return GroupNotFound();
            case SendResult.MessageUuidReused reused:
                return ApiProblem.Of(
                    ProblemCode.MessageUuidReused,
                    $"You sent another text under this message_uuid, at seq {reused.Seq}. Choose a new message_uuid.",
                    [new("seq", reused.Seq)]
                );
            case SendResult.ResyncRequired resync:
                return ApiProblem.Of(
                    ProblemCode.ResyncRequired,
                    $"More than {MessageSender.MaxSuffix} entries came after base. Read the messages after base; when "
                        + "yours is not among them, send it again with a newer base.",
                    [new("last_seq", resync.LastSeq)]
                );
            case SendResult.BaseAhead ahead:
                return ApiProblem.Of(
                    ProblemCode.BaseAhead,
                    $"The log ends at seq {ahead.LastSeq}. Let base be the highest seq that you hold.",
                    [new("last_seq", ahead.LastSeq)]
                );
            case SendResult.Unsettled:
                response.Headers.RetryAfter = "1";
                return ApiProblem.Of(
                    ProblemCode.Busy,
                    "It is not known whether the message was sent. Send it again with the same message_uuid and base."
                );
            default:
                throw new InvalidOperationException($"Unknown outcome {result.GetType().Name}.");
        }
    }

    private static FieldProblem Field(ProblemCode code, string detail) => new("message", code, detail);
}
