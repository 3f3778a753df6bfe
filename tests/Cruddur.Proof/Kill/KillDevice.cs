using Cruddur.Proof.BlackBox;
using Cruddur.Proof.Histories;
using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Kill;

/// <summary>One device of a person: sends one message after the other, and keeps the one that had no answer.</summary>
internal sealed class KillDevice(KillRecord record, BoxClient person, Uri server, Guid group, Dice dice)
{
    private long _seen;
    private RecordedSend? _unanswered;
    private bool _isRefused;

    /// <summary>Until the server is killed, which this hears of only by having no answer.</summary>
    public async Task SendAsync(CancellationToken killed)
    {
        while (!killed.IsCancellationRequested && !_isRefused)
        {
            await TryAsync();
        }
    }

    /// <summary>Sends what had no answer once more, with the same message_uuid and base: now it is there, once.</summary>
    public async Task CatchUpAsync(CancellationToken patience)
    {
        while (_unanswered is not null && !patience.IsCancellationRequested && !_isRefused)
        {
            await TryAsync();
        }
        if (_unanswered is not null && !_isRefused)
        {
            record.Fail($"'{_unanswered.Text}' has no answer after a start");
        }
    }

    private async Task TryAsync()
    {
        if (_unanswered is null)
        {
            var uuid = dice.Uuid();
            _unanswered = record.Begin(group, person.User, uuid, $"{uuid}");
        }
        var address = $"/api/message_groups/{group}/messages/{_unanswered.MessageUuid}";
        var body = new { message = _unanswered.Text, @base = _seen };
        try
        {
            if (await person.TryAskAsync(server, HttpMethod.Put, address, body) is { } answer)
            {
                var held = BoxClient.Message(answer);
                record.Acknowledge(_unanswered, held);
                (_seen, _unanswered) = (held.Seq, null);
            }
        }
        catch (UnexpectedAnswerException exception)
        {
            // As by a server that has lost what this one holds.
            record.Fail(exception.Message);
            _isRefused = true;
        }
    }
}
