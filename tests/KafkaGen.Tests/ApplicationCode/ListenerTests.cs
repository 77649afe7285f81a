using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaGen.Tests.Contracts;
using KafkaGen.Tests.Sending;

namespace KafkaGen.Tests.ApplicationCode;

/// <summary>Listeners of spans and metrics that throw. They hear of every client of the process.</summary>
[Collection(nameof(AlonePerProcess))]
public sealed class ListenerTests : ClusterTest
{
    [Theory]
    [InlineData("sample")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task A_listener_of_spans_that_throws_costs_the_span_and_not_the_record(string at)
    {
        int thrown = 0;
        void Throw(string where)
        {
            if (where == at)
            {
                Interlocked.Increment(ref thrown);
                throw new InvalidOperationException("listener");
            }
        }

        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == KafkaGenTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                Throw("sample");
                return ActivitySamplingResult.AllDataAndRecorded;
            },
            ActivityStarted = _ => Throw("started"),
            ActivityStopped = _ => Throw("stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        KafkaGenClient client = Connect();
        ITopicProducer<Number> producer = client.GetProducer<Number>();

        for (int i = 0; i < 3; i++)
        {
            await producer.ProduceAsync(new Number("a", i), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        ProduceBatchResult batch = await producer.ProduceManyAsync([new Number("a", 3)], cancellationToken: Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.True(thrown >= 3, $"it threw {thrown} times");
        Assert.Equal(0, batch.FailedCount);
        Assert.Equal(0, client.BufferedRecords);
    }

    [Fact]
    public async Task A_listener_of_metrics_that_throws_costs_the_measurement_and_not_the_record()
    {
        int thrown = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == KafkaGenTelemetry.MeterName && !instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        void Throw()
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException("listener");
        }

        listener.Start();
        KafkaGenClient client = Connect();
        for (int i = 0; i < 3; i++)
        {
            await client.GetProducer<Number>().ProduceAsync(new Number("a", i), Cancelled).AsTask().WaitAsync(Bound, Cancelled);
        }

        await client.DisposeAsync().AsTask().WaitAsync(Bound, Cancelled);

        Assert.True(thrown >= 3, $"it threw {thrown} times");
        Assert.Equal(0, client.BufferedRecords);
    }
}
