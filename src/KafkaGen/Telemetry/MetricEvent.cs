namespace KafkaGen.Telemetry;

/// <summary>Something that metrics are told of, off the thread that answers: what listens to them is the application's code.</summary>
internal abstract class MetricEvent
{
    /// <summary>Tells them.</summary>
    internal abstract void Measure();
}
