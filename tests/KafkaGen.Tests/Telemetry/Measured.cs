using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KafkaGen.Tests.Telemetry;

/// <summary>Listens to KafkaGen's metrics and keeps those with an attribute of the test's own: other tests measure meanwhile.</summary>
public sealed class Measured : IDisposable
{
    private readonly MeterListener _listener;
    private readonly string _attribute;
    private readonly object? _value;
    private readonly ConcurrentQueue<Measurement> _measurements = [];

    public Measured(string attribute, object? value)
    {
        _attribute = attribute;
        _value = value;
        _listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == KafkaGenTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>(Add);
        _listener.SetMeasurementEventCallback<double>(Add);
        _listener.Start();
    }

    /// <summary>The sum of what an instrument told, of one value of <c>error.type</c>, or of none.</summary>
    public double SumOf(string instrument, string? errorType = null) =>
        Of(instrument).Where(one => (string?)one.Tags.GetValueOrDefault("error.type") == errorType).Sum(one => one.Value);

    /// <summary>All that an instrument told.</summary>
    public IReadOnlyList<Measurement> Of(string instrument) => [.. _measurements.Where(one => one.Instrument == instrument)];

    /// <summary>What the instruments tell that are asked.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        Queue<Measurement> before = new(_measurements);
        _listener.RecordObservableInstruments();
        return _measurements.Skip(before.Count).GroupBy(one => one.Instrument).ToDictionary(group => group.Key, group => group.Last().Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        where T : struct, IConvertible
    {
        Dictionary<string, object?> all = new(tags.ToArray());
        if (Equals(all.GetValueOrDefault(_attribute), _value))
        {
            _measurements.Enqueue(new Measurement(instrument.Name, value.ToDouble(null), all));
        }
    }

    public sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags);
}
