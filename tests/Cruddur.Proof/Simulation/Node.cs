using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Proof.Mutants;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Proof.Simulation;

/// <summary>A server: the domain as the product wires it, on a machine of its own. After a crash another one takes its place.</summary>
internal sealed class Node
{
    private static readonly TimeSpan MaxClockOffset = TimeSpan.FromSeconds(60);

    public Node(VirtualTime time, ITable table, Network network, Mutant mutant, Dice dice)
    {
        var offset = MaxClockOffset * (dice.Between(-1000, 1000) / 1000.0);
        Machine = new Machine(time, offset);
        var remote = new NetworkTable(table, network, Machine);
        Groups = new MessageGroupStore(remote, Machine.Clock);
        Log = new MessageLog(remote);
        var inboxTable = mutant.ForInbox(remote);
        Inbox = new InboxReader(inboxTable);
        var reconciler = new InboxReconciler(inboxTable, Log, Machine.Clock, NullLogger<InboxReconciler>.Instance);
        Marks = new ReadMarks(inboxTable, Groups, Log, Inbox, reconciler, Machine.Clock);
        var sendersTable = mutant.ForSender(remote);
#pragma warning disable CA5394 // Nobody guesses at a backoff.
        var random = new Random(dice.Next(int.MaxValue));
#pragma warning restore CA5394
        var sender = new MessageSender(sendersTable, Groups, new MessageLog(sendersTable), Machine.Clock, random);
        Send = mutant.Sending(sender, Log);
    }

    public Machine Machine { get; }

    public MessageGroupStore Groups { get; }

    public MessageLog Log { get; }

    public InboxReader Inbox { get; }

    public ReadMarks Marks { get; }

    public SendMessage Send { get; }
}
