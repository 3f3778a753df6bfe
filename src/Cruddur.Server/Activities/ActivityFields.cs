using Cruddur.Activities;
using Cruddur.Messages;
using Cruddur.Runtime;
using Cruddur.Server.Messages;
using Cruddur.Server.Problems;

namespace Cruddur.Server.Activities;

/// <summary>Reads the fields of a body and gathers what is wrong with them.</summary>
internal sealed class ActivityFields(IUuidSource uuids)
{
    private readonly List<FieldProblem> _problems = [];

    public IReadOnlyList<FieldProblem> Problems => _problems;

    public MessageText? ReadMessage(string? message)
    {
        var result = MessageText.Parse(message);
        if (MessageProblems.OfText(result) is { } problem)
        {
            _problems.Add(problem);
        }
        return (result as MessageTextResult.Valid)?.Text;
    }

    /// <summary>A new one where none is given.</summary>
    public Guid ReadUuid(string field, string? text)
    {
        if (text is null)
        {
            return uuids.Next();
        }
        if (!Guid.TryParse(text, out var uuid))
        {
            _problems.Add(ActivityProblems.NoUuid(field));
        }
        return uuid;
    }

    public ActivityTtl? ReadTtl(string? word)
    {
        if (!ActivityTtl.TryParse(word, out var ttl))
        {
            _problems.Add(ActivityProblems.Ttl());
        }
        return ttl;
    }

    public void RefuseTtl(string? word)
    {
        if (!string.IsNullOrWhiteSpace(word))
        {
            _problems.Add(ActivityProblems.TtlOfReply());
        }
    }
}
