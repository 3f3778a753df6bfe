using System.Buffers.Text;
using Cruddur.Runtime;
using Cruddur.Storage;

namespace Cruddur.Live;

/// <summary>
/// Names this life of the store: another one after a backup was restored, so that no cursor or sequence from before is
/// taken for one of now. Made by whichever server starts first, and by whoever restored something.
/// </summary>
/// <remarks>Table: <c>pk = STORE</c>, <c>sk = EPOCH</c>; <c>epoch</c>.</remarks>
public sealed class StoreEpoch(ITable table, IUuidSource uuids)
{
    /// <summary>A uuid in base64url.</summary>
    public const int Length = 22;

    public static readonly Key Key = new("STORE", "EPOCH");

    private volatile string? _current;

    /// <exception cref="InvalidOperationException">It was not read yet.</exception>
    public string Current =>
        _current ?? throw new InvalidOperationException("The store's epoch is read when the server starts.");

    /// <summary>Reads it, and makes it where there is none yet. Not once only: it may be renewed under a running server.</summary>
    /// <exception cref="ItemFormatException">The item is none.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var found = await table.GetAsync(Key, Consistency.Strong, cancellationToken);
        _current = found.Item is { } item ? FromItem(item) : await MakeAsync(cancellationToken);
    }

    /// <summary>Puts another one in its place: cursors from before are of no use any more.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var epoch = Next();
        await table.WriteAsync(new Write.Put(ToItem(epoch), Condition.None), cancellationToken);
        _current = epoch;
    }

    public static Item ToItem(string epoch) => new(Key, [new("epoch", epoch)]);

    private static string FromItem(Item item) =>
        item.Text("epoch") is { Length: Length } epoch && Base64Url.IsValid(epoch)
            ? epoch
            : throw new ItemFormatException($"The item {Key} has no epoch of {Length} characters in base64url.");

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var epoch = Next();
        var made = await table.WriteAsync(new Write.Put(ToItem(epoch), Condition.NotExists), cancellationToken);
        // Another server was first.
        return made is WriteResult.ConditionFailed { Occupant: { } occupant } ? FromItem(occupant) : epoch;
    }

    private string Next() => Base64Url.EncodeToString(uuids.Next().ToByteArray(bigEndian: true));
}
