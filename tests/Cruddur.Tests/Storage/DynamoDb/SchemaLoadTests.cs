using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Cruddur.Storage;
using Cruddur.Storage.DynamoDb;

namespace Cruddur.Tests.Storage.DynamoDb;

/// <summary>A table is made as the schema says; one that is there gets what it lacks, and nothing that somebody chose is changed.</summary>
public sealed class SchemaLoadTests(Emulator emulator)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_that_is_made_has_all_that_the_schema_says()
    {
        var schema = new TableSchema(emulator.NewName());

        var loaded = await LoadAsync(schema);

        Assert.True(loaded.IsMade);
        var state = await DescribeAsync(schema);
        Assert.Equal(["pk (HASH, S)", "sk (RANGE, S)"], TableState.KeysOf(state.Description));
        Assert.Equal("NEW_IMAGE", TableState.StreamViewOf(state.Description));
        Assert.Equal("PAY_PER_REQUEST", TableState.BillingOf(state.Description));
        Assert.Equal("expires_at", state.TimeToLive);
        Assert.True(state.Description.DeletionProtectionEnabled);
    }

    [Fact]
    public async Task What_an_emulator_does_not_know_is_told_and_the_rest_is_done()
    {
        Assert.SkipUnless(emulator.IsOurs, "AWS knows it.");

        var loaded = await LoadAsync(new TableSchema(emulator.NewName()));

        Assert.Equal(["point-in-time recovery is unknown to this emulator"], loaded.Left);
        Assert.Equal(["time to live by expires_at"], loaded.Changed);
    }

    [Fact]
    public async Task Without_protection_a_table_can_be_dropped_and_with_it_not()
    {
        var (open, guarded) = (
            new TableSchema(emulator.NewName()).WithoutProtection(),
            new TableSchema(emulator.NewName())
        );
        await LoadAsync(open);
        await LoadAsync(guarded);
        using var connection = Connect(open);

        Assert.Equal(DropResult.Dropped, await connection.Tables.DropAsync(open.Name, Cancel));
        Assert.Equal(DropResult.Protected, await connection.Tables.DropAsync(guarded.Name, Cancel));
        Assert.Equal(DropResult.NoSuchTable, await connection.Tables.DropAsync(open.Name, Cancel));
        Assert.NotNull(await connection.Tables.DescribeAsync(guarded.Name, Cancel));
    }

    [Fact]
    public async Task A_table_that_is_as_the_schema_says_is_not_changed()
    {
        var schema = new TableSchema(emulator.NewName());
        await LoadAsync(schema);

        var again = await LoadAsync(schema);

        Assert.False(again.IsMade);
        Assert.Empty(again.Changed);
    }

    [Fact]
    public async Task A_table_that_lacks_something_gets_it()
    {
        var schema = await emulator.MakeTableAsync(request =>
        {
            request.StreamSpecification = null;
            request.DeletionProtectionEnabled = false;
        });

        var loaded = await LoadAsync(new TableSchema(schema.Name));

        Assert.False(loaded.IsMade);
        Assert.Equal(["stream of NEW_IMAGE", "time to live by expires_at", "deletion protection"], loaded.Changed);
        var state = await DescribeAsync(schema);
        Assert.Equal("NEW_IMAGE", TableState.StreamViewOf(state.Description));
        Assert.Equal("expires_at", state.TimeToLive);
        Assert.True(state.Description.DeletionProtectionEnabled);
    }

    [Fact]
    public async Task Old_images_beside_the_new_ones_do_no_harm()
    {
        var schema = await emulator.MakeTableAsync(request =>
            request.StreamSpecification.StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES
        );

        Assert.DoesNotContain("stream of NEW_IMAGE", (await LoadAsync(schema)).Changed, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_something_else_may_be_somebodys_and_is_left_alone()
    {
        var schema = await emulator.MakeTableAsync(request =>
            request.StreamSpecification.StreamViewType = StreamViewType.KEYS_ONLY
        );

        await RefusedAsync(schema, "has a stream of KEYS_ONLY, which another program may read");
    }

    [Fact]
    public async Task Items_that_expire_by_another_attribute_are_not_kept_alive()
    {
        var schema = await emulator.MakeTableAsync();
        var expiry = new TimeToLiveSpecification { Enabled = true, AttributeName = "dies_at" };
        await emulator.Client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest { TableName = schema.Name, TimeToLiveSpecification = expiry },
            Cancel
        );

        await RefusedAsync(schema, "deletes items by the time in their attribute dies_at, not expires_at");
    }

    [Fact]
    public async Task A_table_with_other_keys_is_refused_with_what_it_has()
    {
        var schema = await emulator.MakeTableAsync(request =>
        {
            request.AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.N)];
            request.KeySchema = [new KeySchemaElement("id", KeyType.HASH)];
        });

        await RefusedAsync(schema, "has the keys id (HASH, N), not pk (HASH, S) and sk (RANGE, S)");
    }

    [Fact]
    public async Task Billing_that_somebody_chose_is_left_and_told()
    {
        var schema = await emulator.MakeTableAsync(request =>
        {
            request.BillingMode = BillingMode.PROVISIONED;
            request.ProvisionedThroughput = new ProvisionedThroughput(5, 5);
        });

        Assert.Contains(
            "billing is PROVISIONED, not PAY_PER_REQUEST",
            (await LoadAsync(schema)).Left,
            StringComparer.Ordinal
        );
    }

    private DynamoDbConnection Connect(TableSchema schema) =>
        DynamoDbConnection.To(new DynamoDbSettings(schema, Endpoint: emulator.Endpoint));

    private async Task<SchemaLoad> LoadAsync(TableSchema schema)
    {
        using var connection = Connect(schema);
        return await connection.Tables.LoadAsync(schema, TimeProvider.System, Cancel);
    }

    private async Task<TableState> DescribeAsync(TableSchema schema)
    {
        using var connection = Connect(schema);
        return (await connection.Tables.DescribeAsync(schema.Name, Cancel))!;
    }

    private async Task RefusedAsync(TableSchema schema, string words)
    {
        var refused = await Assert.ThrowsAsync<StorageException>(() => LoadAsync(schema));
        Assert.Equal(StorageFault.Configuration, refused.Fault);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
