using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Orders;

/// <summary>Sums up the counters of KafkaGen's meter, as an exporter of metrics would.</summary>
internal sealed class RecordMetrics : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly MeterListener _listener = new();

    public RecordMetrics()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "KafkaGen" && instrument is Counter<long>)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, measurement, _, _) => _sums.AddOrUpdate(instrument.Name, measurement, (_, sum) => sum + measurement));
        _listener.Start();
    }

    /// <summary>How many records were acknowledged, as the meter tells it.</summary>
    public long Delivered => _sums.GetValueOrDefault("kafkagen.records.delivered");

    public void Dispose() => _listener.Dispose();

    public override string ToString() =>
        "Metrics: " + string.Join(", ", _sums.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}"));
}
