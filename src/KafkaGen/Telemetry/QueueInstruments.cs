using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace KafkaGen.Telemetry;

/// <summary>What is asked of the clients when somebody collects: a record costs nothing for it.</summary>
internal static class QueueInstruments
{
    private static ImmutableArray<IQueueMeasures> s_senders = [];

    // They live as long as the meter; created when the first sender is added.
    private static readonly Instrument[] s_instruments =
    [
        Sum("kafkagen.queue.records", "{record}", "Records that are accepted and not yet answered.", sender => sender.BufferedRecords),
        Sum("kafkagen.queue.limit", "{record}", "How many records may be accepted and not yet answered: MaxBufferedRecords.", sender => sender.MaxRecords),
        Sum("kafkagen.buffer.usage", "By", "The memory that those records take.", sender => sender.BufferedBytes),
        Sum("kafkagen.buffer.limit", "By", "The memory that they may take: BufferMemory.", sender => sender.MaxBytes),
        Sum("kafkagen.waiting.calls", "{call}", "Calls that wait for room in the buffer.", sender => sender.WaitingCallers),
        SendInstruments.Meter.CreateObservableGauge(
            "kafkagen.queue.oldest.age",
            () => Of(senders => senders.Max(sender => sender.OldestRecordAge().TotalSeconds)),
            "s",
            "The age of the oldest record that is accepted and not yet answered; zero without one."),
        SendInstruments.Meter.CreateObservableGauge(
            "kafkagen.cluster.brokers",
            () => Of(senders => (long)senders.Max(sender => sender.Brokers)),
            "{broker}",
            "How many brokers the cluster had when the client last looked, at its start and after errors; zero while none answers."),
    ];

    /// <summary>Adds a sender that has begun.</summary>
    internal static void Add(IQueueMeasures sender)
    {
        ImmutableInterlocked.Update(ref s_senders, static (all, added) => all.Add(added), sender);
        GC.KeepAlive(s_instruments);
    }

    /// <summary>Removes a sender that is closed.</summary>
    internal static void Remove(IQueueMeasures sender) => ImmutableInterlocked.Update(ref s_senders, static (all, closed) => all.Remove(closed), sender);

    private static ObservableUpDownCounter<long> Sum(string name, string unit, string description, Func<IQueueMeasures, long> measure) =>
        SendInstruments.Meter.CreateObservableUpDownCounter(name, () => Of(senders => senders.Sum(measure)), unit, description);

    // A client's transactions have senders of their own, and two clients may look the same: one measurement for all that do.
    private static IEnumerable<Measurement<T>> Of<T>(Func<IEnumerable<IQueueMeasures>, T> measure)
        where T : struct =>
        s_senders.GroupBy(sender => sender.Tags.Identity).Select(group => new Measurement<T>(measure(group), group.First().Tags.OfClient));
}
