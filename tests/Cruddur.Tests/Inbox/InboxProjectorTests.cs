using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;

namespace Cruddur.Tests.Inbox;

/// <summary>What the projector does of itself; what faults do to it is in Cruddur.Proof.Tests.</summary>
public sealed class InboxProjectorTests
{
    private static readonly Guid Group = Guid.Parse("a11ce000-0000-4000-8000-000000000001");

    [Fact]
    public async Task An_entry_that_cannot_be_read_stops_the_batch_instead_of_being_skipped()
    {
        var table = new MemoryTable();
        var projector = new InboxProjector(
            table,
            new MessageGroupStore(table, TimeProvider.System),
            TimeProvider.System
        );
        var broken = new Item(MessageEntry.KeyOf(Group, 1), [new("message", "no sender")]);

        await Assert.ThrowsAsync<ItemFormatException>(() =>
            projector.ApplyAsync([new Change(ChangeKind.Insert, broken.Key, broken)], CancellationToken.None)
        );
    }
}
