namespace KafkaGen.Benchmarks.Produce;

/// <summary>The names by which the benchmark starts its processes, and who races against whom.</summary>
internal static class ProduceContenders
{
    internal const string KafkaGenAwaited = "kafkagen-awaited";
    internal const string KafkaGenEnqueued = "kafkagen-enqueued";
    internal const string KafkaGenStamped = "kafkagen-stamped";
    internal const string KafkaGenEncoded = "kafkagen-encoded";
    internal const string KafkaGenEncodedStamped = "kafkagen-encoded-stamped";
    internal const string Own = "own-";
    internal const string OwnAwaited = Own + "awaited";
    internal const string OwnEnqueued = Own + "enqueued";
    internal const string OwnStamped = Own + "stamped";
    internal const string ConfluentAwaited = "confluent-awaited";
    internal const string ConfluentHandled = "confluent-handled";
    internal const string ConfluentStamped = "confluent-stamped";
    internal const string C = "c";
    internal const string CStamped = "c-stamped";

    /// <summary>
    /// Each of ours with the one that it is measured by; the last two of a pair are their rows in the table. The pair of C and Confluent.Kafka is what librdkafka itself
    /// leaves to win on the enqueued path (docs/adr/0005); the last four hold the sender in C# (docs/adr/0011) against both.
    /// </summary>
    public static (string Ours, string Theirs, string OurRow, string TheirRow)[] Pairs { get; } =
    [
        (KafkaGenAwaited, ConfluentAwaited, "KafkaGen, ProduceAsync awaited", "Confluent.Kafka, ProduceAsync awaited"),
        (KafkaGenEnqueued, ConfluentHandled, "KafkaGen, EnqueueAsync and flush", "Confluent.Kafka, Produce with a handler"),
        (KafkaGenStamped, ConfluentStamped, "  with header and timestamp: KafkaGen", "  with header and timestamp: Confluent.Kafka"),
        (KafkaGenEncoded, C, "KafkaGen, encoded records", "librdkafka from C, encoded records"),
        (KafkaGenEncodedStamped, CStamped, "  with header and timestamp: KafkaGen", "  with header and timestamp: C"),
        (C, ConfluentHandled, "librdkafka from C, encoded records", "Confluent.Kafka, Produce with a handler"),
        (OwnAwaited, ConfluentAwaited, "The sender in C#, ProduceAsync awaited", "Confluent.Kafka, ProduceAsync awaited"),
        (OwnEnqueued, ConfluentHandled, "The sender in C#, EnqueueAsync and flush", "Confluent.Kafka, Produce with a handler"),
        (OwnStamped, ConfluentStamped, "  with header and timestamp: the sender in C#", "  with header and timestamp: Confluent.Kafka"),
        (OwnEnqueued, C, "The sender in C#, typed records", "librdkafka from C, encoded records"),
    ];
}
