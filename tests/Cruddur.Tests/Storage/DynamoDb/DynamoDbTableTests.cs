using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

[assembly: AssemblyFixture(typeof(Cruddur.Tests.Storage.DynamoDb.Emulator))]

namespace Cruddur.Tests.Storage.DynamoDb;

public sealed class DynamoDbTableTests(Emulator emulator) : TableContract
{
    // The emulator's begins_with is blind to case, and to some letters; DynamoDB's is not.
    protected override bool PrefixesAreExact => !emulator.IsOurs;

    // Each operation is a call over HTTP.
    protected override int Sequences => Setting("CRUDDUR_SEQUENCES") ?? 200;

    protected override IBulkWriter Bulk =>
        new DynamoDbBulkWriter(emulator.Client, emulator.Schema, TimeProvider.System, new Random(1));

    protected override Task<ITable> OpenAsync() => Task.FromResult<ITable>(emulator.Open(emulator.Schema));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
