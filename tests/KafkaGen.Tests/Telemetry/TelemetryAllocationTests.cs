using System.Diagnostics.Metrics;
using KafkaGen.Telemetry;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.Telemetry;

/// <summary>What telemetry allocates. Counted for the whole process: nothing else may run meanwhile.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class TelemetryAllocationTests : ClusterTest
{
    private const int Warm = 5_000;
    private const int Records = 5_000;

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
        await EnqueueAsync(Warm);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        await EnqueueAsync(Records);
        long total = GC.GetTotalAllocatedBytes(precise: true) - before;

        // What is left is the flushes, a few hundred bytes each.
        Assert.True(total < Records * 8, $"{(double)total / Records:F1} bytes a record");

        async Task EnqueueAsync(int count)
        {
            // In rounds, so that no run has more records in flight than the pool knows from the one before.
            const int Round = 500;
            for (int sent = 0; sent < count; sent += Round)
            {
                for (int i = 0; i < Round; i++)
                {
                    await producer.EnqueueAsync(new Point(i, i), cancellationToken: CancellationToken.None);
                }

                await producer.FlushAsync(CancellationToken.None);
            }
        }
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

    private ITopicProducer<Point> Producer()
    {
        Kafka.CreateTopic("points", partitions: 1);
        ITopicProducer<Point> producer = Connect(options => options.Properties["linger.ms"] = "0").GetProducer<Point>();

        // Several at once, so that the pool holds a spare: the delivery thread may still hold the last operation when the next record comes.
        ValueTask<RecordMetadata>[] several = [.. Enumerable.Range(0, 16).Select(i => producer.ProduceAsync(new Point(i, i), CancellationToken.None))];
        Array.ForEach(several, static answer => answer.AsTask().Wait());
        return producer;
    }

    private static long AllocatedByCaller(ITopicProducer<Point> producer)
    {
        Produce(Warm);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Produce(Records);
        return GC.GetAllocatedBytesForCurrentThread() - before;

        // On one thread from the call to the result: a continuation may run on a thread that has no encoding buffer yet.
        void Produce(int count)
        {
            for (int i = 0; i < count; i++)
            {
                ValueTask<RecordMetadata> answer = producer.ProduceAsync(new Point(i, i), CancellationToken.None);
                while (!answer.IsCompleted)
                {
                    Thread.Yield();
                }

                _ = answer.Result;
            }
        }
    }
}
