using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cruddur.Server.Storage;
using Cruddur.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cruddur.Tests.Storage;

/// <summary>What a server's table is asked is told as metrics.</summary>
public sealed class TableMetricsTests
{
    [Fact]
    public async Task A_message_is_counted_as_a_put_of_one_write_unit()
    {
        await using var app = await TestApp.StartAsync();
        using var alice = await app.SignedInAs("alice");
        using var bob = await app.SignedInAs("bob");
        var group = await alice.OpenWith(bob);
        var told = new ConcurrentBag<(string Name, double Value, string Operation, string Item)>();
        using var listener = ListenerTo(app, told);

        await alice.Send(group, "Good morning");
        // An item of the projector follows by itself.
        await bob.GroupOnceAt(group, 1);

        Assert.Contains(("cruddur.table.calls", 1, "put", "MSG"), told);
        Assert.Contains(("cruddur.table.write_units", 1, "put", "MSG"), told);
        Assert.Contains(("cruddur.table.read_units", 0.5, "query", "MSG"), told);
        Assert.Contains(("cruddur.table.calls", 1, "query", "MSG"), told);
        Assert.DoesNotContain(told, one => one.Item.Contains('#', StringComparison.Ordinal));
    }

    private static MeterListener ListenerTo(
        TestApp app,
        ConcurrentBag<(string Name, double Value, string Operation, string Item)> told
    )
    {
        var ours = app.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Cruddur.Table" && ReferenceEquals(instrument.Meter.Scope, ours))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Tell(instrument, value, tags));
        listener.Start();
        return listener;

        void Tell(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            told.Add((instrument.Name, value, (string)tags[0].Value!, (string)tags[1].Value!));
    }
}
