using Confluent.Kafka;

namespace KafkaGen.Native;

/// <summary>The transaction calls of an <c>rd_kafka_t</c>. All but <see cref="Begin"/> block; one thread makes them, one after the other.</summary>
internal sealed unsafe class NativeTransactions(nint rk)
{
    /// <summary>Takes the transactional id over from its last producer. Called again, it resumes.</summary>
    internal NativeError? Init(TimeSpan timeout) => NativeError.Take(Librdkafka.rd_kafka_init_transactions(rk, Milliseconds(timeout)));

    internal NativeError? Begin() => NativeError.Take(Librdkafka.rd_kafka_begin_transaction(rk));

    /// <summary>The error for which the transaction that runs can only be aborted, if there is one.</summary>
    internal NativeError? Failure() =>
        // No call asks for it. A second begin is refused either way, and tells that error when there is one.
        Begin() is { } refusal && (refusal.RequiresAbort || refusal.IsFatal) ? refusal : null;

    /// <summary>Flushes, then commits. Called again after a time-out, it resumes.</summary>
    internal NativeError? Commit(TimeSpan timeout) => NativeError.Take(Librdkafka.rd_kafka_commit_transaction(rk, Milliseconds(timeout)));

    /// <summary>Purges what is queued, waits for what is in flight, then aborts. Called again after a time-out, it resumes.</summary>
    internal NativeError? Abort(TimeSpan timeout) => NativeError.Take(Librdkafka.rd_kafka_abort_transaction(rk, Milliseconds(timeout)));

    /// <summary>Adds a consumer's offsets to the transaction.</summary>
    /// <param name="offsets">For each partition the next offset to consume.</param>
    /// <param name="groupMetadata">The consumer's group, as <c>rd_kafka_consumer_group_metadata_write</c> wrote it.</param>
    /// <param name="timeout">How long the call may block.</param>
    internal NativeError? SendOffsets(IReadOnlyList<TopicPartitionOffset> offsets, ReadOnlySpan<byte> groupMetadata, TimeSpan timeout)
    {
        nint group = 0;
        nint list = Librdkafka.rd_kafka_topic_partition_list_new(offsets.Count);
        try
        {
            fixed (byte* bytes = groupMetadata)
            {
                if (NativeError.Take(Librdkafka.rd_kafka_consumer_group_metadata_read(&group, bytes, (nuint)groupMetadata.Length)) is { } malformed)
                {
                    return malformed;
                }
            }

            foreach (TopicPartitionOffset offset in offsets)
            {
                fixed (byte* topic = NativeText.ToZeroTerminated(offset.Topic))
                {
                    Librdkafka.rd_kafka_topic_partition_list_add(list, topic, offset.Partition.Value);
                    Librdkafka.rd_kafka_topic_partition_list_set_offset(list, topic, offset.Partition.Value, offset.Offset.Value);
                }
            }

            return NativeError.Take(Librdkafka.rd_kafka_send_offsets_to_transaction(rk, list, group, Milliseconds(timeout)));
        }
        finally
        {
            Librdkafka.rd_kafka_topic_partition_list_destroy(list);
            if (group != 0)
            {
                Librdkafka.rd_kafka_consumer_group_metadata_destroy(group);
            }
        }
    }

    private static int Milliseconds(TimeSpan timeout) => (int)Math.Clamp(timeout.TotalMilliseconds, 0, int.MaxValue);
}
