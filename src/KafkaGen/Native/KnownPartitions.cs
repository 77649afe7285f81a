namespace KafkaGen.Native;

/// <summary>
/// The partitions whose brokers know this producer, and since when they were last heard of. It decides whether an acknowledgement without an offset can be
/// believed.
/// </summary>
/// <remarks>
/// When a broker acknowledges a batch of an idempotent producer, librdkafka takes everything before it in the partition for stored, too
/// (<c>rd_kafka_dr_implicit_ack</c>), and reports it without an offset. That holds as long as the broker counts sequence numbers. One that has stored nothing of
/// the producer yet, or nothing for as long as <c>producer.id.expiration.ms</c> (a day), takes any first number: when the first batch meets a broker that does
/// not lead the partition yet, and the batch behind it meets the same broker a moment later, the second one is stored and the first one is lost.
/// Only the thread that reads the reports uses this.
/// </remarks>
internal sealed unsafe class KnownPartitions
{
    // Far below a day, which brokers may have set lower.
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(30);

    private readonly Dictionary<(nint Topic, int Partition), long> _heardAt = [];

    /// <summary>A broker told the offset of a record that it has stored.</summary>
    internal void OnStored(RdKafkaMessage* message) => _heardAt[(message->Rkt, message->Partition)] = Environment.TickCount64;

    /// <summary>Whether the broker of a record's partition counts this producer's sequence numbers.</summary>
    internal bool Contains(RdKafkaMessage* message) =>
        _heardAt.TryGetValue((message->Rkt, message->Partition), out long heardAt)
        && Environment.TickCount64 - heardAt < (long)s_kept.TotalMilliseconds;
}
