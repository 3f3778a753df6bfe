using System.Collections.Concurrent;
using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Proof.Mutants;

/// <summary>Searches behind the tail that the node knew before the send, in place of the client's base.</summary>
internal sealed class BaseFromCache(MessageSender sender, MessageLog log)
{
    private readonly ConcurrentDictionary<Guid, long> _tails = [];

    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        var group = request.MessageGroupUuid;
        if (!_tails.TryGetValue(group, out var tail))
        {
            var newest = await log.BeforeAsync(group, null, 1, Consistency.Eventual, cancellationToken);
            tail = newest.Entries.Count == 0 ? 0 : newest.Entries[0].Seq;
        }
        var result = await sender.SendAsync(request with { Base = tail }, cancellationToken);
        _tails[group] = result is SendResult.Sent sent ? Math.Max(tail, sent.Entry.Seq) : tail;
        return result;
    }
}
