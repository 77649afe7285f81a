using System.Diagnostics.Metrics;

namespace KafkaGen.Telemetry;

/// <summary>What is measured of each record. Listeners are called on the thread that measures: a caller's, or the one that reads reports.</summary>
internal static class SendInstruments
{
    /// <summary>KafkaGen's meter, of all clients of the process.</summary>
    internal static readonly Meter Meter = new(KafkaGenTelemetry.MeterName, KafkaGenTelemetry.Version);

    internal static readonly Counter<long> SentMessages = Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Number of messages producer attempted to send to the broker.");

    internal static readonly Histogram<double> OperationDuration = Seconds(
        "messaging.client.operation.duration", "Duration of messaging operation initiated by a producer or consumer client.");

    internal static readonly Counter<long> Delivered = Meter.CreateCounter<long>(
        "kafkagen.records.delivered", "{record}", "Accepted records that the cluster acknowledged.");

    internal static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "kafkagen.records.failed", "{record}", "Accepted records that were not acknowledged.");

    internal static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "kafkagen.records.refused", "{record}", "Records that were not accepted, so that nothing of them is sent.");

    internal static readonly Histogram<double> RoomWait = Seconds(
        "kafkagen.room.wait.duration", "How long a call waited for room in the buffer until its record was accepted, of those that had to wait.");

    private static Histogram<double> Seconds(string name, string description)
    {
#if NET9_0_OR_GREATER
        // The boundaries that the conventions ask for.
        return Meter.CreateHistogram(
            name,
            "s",
            description,
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            });
#else
        return Meter.CreateHistogram<double>(name, "s", description);
#endif
    }
}
