using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace KafkaGen.Telemetry;

/// <summary>Metrics of librdkafka's own statistics, of clients that have them on.</summary>
internal static class StatisticsInstruments
{
    private const double SecondsOfMicrosecond = 1e-6;

    private static ImmutableArray<StatisticsReader> s_readers = [];

    private static readonly Instrument[] s_instruments =
    [
        BrokerGauge("kafkagen.broker.connected", "1", "Whether the connection to the broker is up.", broker => broker.State == "UP" ? 1 : 0),
        BrokerGauge("kafkagen.broker.in_flight", "{request}", "Requests that the broker has not answered yet.", broker => broker.InFlight),
        BrokerGauge("kafkagen.broker.output.queue", "{request}", "Requests that wait to be sent to the broker.", broker => broker.OutputQueue),
        BrokerCounter("kafkagen.broker.requests", "{request}", "Requests sent to the broker.", broker => broker.Requests),
        BrokerCounter("kafkagen.broker.retries", "{request}", "Requests sent again to the broker.", broker => broker.Retries),
        BrokerCounter("kafkagen.broker.errors", "{error}", "Requests that could not be sent to the broker.", broker => broker.Errors),
        BrokerCounter("kafkagen.broker.timeouts", "{request}", "Requests that the broker did not answer in time.", broker => broker.TimedOut),
        BrokerCounter("kafkagen.broker.connects", "{attempt}", "Attempts to connect to the broker.", broker => broker.Connects),
        RoundTrip("kafkagen.broker.round_trip.avg", "Average time of a request to the broker and back, in the last interval.", window => window.Average),
        RoundTrip("kafkagen.broker.round_trip.p99", "99th percentile of it.", window => window.P99),
        Batch("kafkagen.batch.size.avg", "By", "Average size of the batches of a topic, in the last interval.", topic => topic.BatchBytes),
        Batch("kafkagen.batch.records.avg", "{record}", "Average number of records in them.", topic => topic.BatchRecords),
    ];

    internal static void Add(StatisticsReader reader)
    {
        ImmutableInterlocked.Update(ref s_readers, static (all, added) => all.Add(added), reader);
        GC.KeepAlive(s_instruments);
    }

    internal static void Remove(StatisticsReader reader) => ImmutableInterlocked.Update(ref s_readers, static (all, closed) => all.Remove(closed), reader);

    private static ObservableGauge<long> BrokerGauge(string name, string unit, string description, Func<BrokerStatistics, long> measure) =>
        SendInstruments.Meter.CreateObservableGauge(name, () => OfBrokers(_ => true, measure), unit, description);

    private static ObservableCounter<long> BrokerCounter(string name, string unit, string description, Func<BrokerStatistics, long> measure) =>
        SendInstruments.Meter.CreateObservableCounter(name, () => OfBrokers(_ => true, measure), unit, description);

    private static ObservableGauge<double> RoundTrip(string name, string description, Func<WindowStatistics, long> measure) =>
        SendInstruments.Meter.CreateObservableGauge(
            name, () => OfBrokers(broker => broker.RoundTrip.Count > 0, broker => measure(broker.RoundTrip) * SecondsOfMicrosecond), "s", description);

    private static ObservableGauge<long> Batch(string name, string unit, string description, Func<TopicStatistics, WindowStatistics> window) =>
        SendInstruments.Meter.CreateObservableGauge(name, () => OfTopics(window), unit, description);

    // Addresses that were only configured have no number; what is sent goes to brokers that have one.
    private static IEnumerable<Measurement<T>> OfBrokers<T>(Func<BrokerStatistics, bool> applies, Func<BrokerStatistics, T> measure)
        where T : struct =>
        from reader in s_readers
        let statistics = reader.Latest
        where statistics is not null
        from broker in statistics.Brokers
        where broker.NodeId >= 0 && applies(broker)
        select new Measurement<T>(measure(broker), TagsOf(reader, statistics, broker));

    private static IEnumerable<Measurement<long>> OfTopics(Func<TopicStatistics, WindowStatistics> window) =>
        from reader in s_readers
        let statistics = reader.Latest
        where statistics is not null
        from topic in statistics.Topics
        let values = window(topic)
        where values.Count > 0
        select new Measurement<long>(
            values.Average,
            [.. reader.Tags.Shared, new(TelemetryTags.ClientId, statistics.Name), new(TelemetryTags.Topic, topic.Topic)]);

    private static KeyValuePair<string, object?>[] TagsOf(StatisticsReader reader, LibrdkafkaStatistics statistics, BrokerStatistics broker)
    {
        (string host, int port) = broker.Address();
        return
        [
            .. reader.Tags.OfCluster,
            new(TelemetryTags.ClientId, statistics.Name),
            new(TelemetryTags.ServerAddress, host),
            new(TelemetryTags.ServerPort, port),
            new(TelemetryTags.Broker, broker.NodeId),
        ];
    }
}
