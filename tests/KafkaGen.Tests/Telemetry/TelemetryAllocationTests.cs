using System.Diagnostics.Metrics;
using KafkaGen.Telemetry;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Telemetry;

/// <summary>What telemetry allocates. Counted for the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class TelemetryAllocationTests : AllocationTest
{
    [Fact]
    public void A_record_allocates_nothing_while_nobody_listens()
    {
        ITopicProducer<Point> producer = Producer();
        Assert.False(SendSpans.Source.HasListeners());
        Assert.False(SendInstruments.OperationDuration.Enabled);

        Assert.Equal(0, AllocatedByCaller(producer));
    }

    [Fact]
    public void A_record_allocates_nothing_while_all_metrics_are_listened_to()
    {
        ITopicProducer<Point> producer = Producer();
        using MeterListener listener = ListenToAll(out Func<(long Delivered, long Timed)> counts);

        long allocated = AllocatedByCaller(producer);

        Assert.Equal(0, allocated);
        Assert.Equal((Warm + Records, Warm + Records), counts());
    }

    [Fact]
    public async Task An_enqueued_record_allocates_nothing_on_any_thread_while_all_metrics_are_listened_to()
    {
        ITopicProducer<Point> producer = Producer();
        using MeterListener listener = ListenToAll(out _);

        long total = await AllocatedByEnqueuedAsync(producer);

        // What is left is the flushes, a few hundred bytes each.
        Assert.True(total < Records * 8, $"{(double)total / Records:F1} bytes a record");
    }

    private static MeterListener ListenToAll(out Func<(long Delivered, long Timed)> counts)
    {
        long delivered = 0;
        long timed = 0;
        MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == KafkaGenTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _ = instrument == SendInstruments.Delivered ? Interlocked.Add(ref delivered, value) : 0);
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => _ = instrument == SendInstruments.OperationDuration ? Interlocked.Increment(ref timed) : 0);
        listener.Start();
        counts = () => (Interlocked.Read(ref delivered), Interlocked.Read(ref timed));
        return listener;
    }
}
