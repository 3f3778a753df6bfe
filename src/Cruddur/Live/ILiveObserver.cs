using Cruddur.MessageGroups;
using Cruddur.Messages;

namespace Cruddur.Live;

/// <summary>
/// Is told by the node that did it what has just become durable. A hint: it may be lost, and the change feed tells the same
/// again. Neither waits nor throws, as it is called while others wait for their turn in the group.
/// </summary>
public interface ILiveObserver
{
    /// <summary>In the order of the group's log, as far as this node wrote it.</summary>
    void Sent(MessageGroup group, MessageEntry entry);

    void Read(MessageGroup group, Guid userUuid, long readSeq);
}
