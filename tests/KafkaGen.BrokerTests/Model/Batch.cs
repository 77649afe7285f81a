using KafkaGen.Protocol.Records;

namespace KafkaGen.BrokerTests.Model;

/// <summary>Makes record batches as a producer does.</summary>
internal static class Batch
{
    public static byte[] Of(params string[] values) => Of(TestCluster.Start.ToUnixTimeMilliseconds(), new RecordBatchHeader { ProducerId = -1, ProducerEpoch = -1, BaseSequence = -1 }, values);

    public static byte[] At(long timestamp, params string[] values) =>
        Of(timestamp, new RecordBatchHeader { ProducerId = -1, ProducerEpoch = -1, BaseSequence = -1 }, values);

    public static byte[] Idempotent(long producerId, short epoch, int sequence, params string[] values) =>
        Of(TestCluster.Start.ToUnixTimeMilliseconds(), new RecordBatchHeader { ProducerId = producerId, ProducerEpoch = epoch, BaseSequence = sequence }, values);

    public static byte[] Transactional(long producerId, short epoch, int sequence, params string[] values) => Of(
        TestCluster.Start.ToUnixTimeMilliseconds(),
        new RecordBatchHeader { ProducerId = producerId, ProducerEpoch = epoch, BaseSequence = sequence, Attributes = BatchAttributes.Transactional },
        values);

    public static byte[] Of(long timestamp, RecordBatchHeader header, params string[] values)
    {
        using RecordBatchBuilder builder = new();
        foreach (string value in values)
        {
            builder.Append(timestamp, "k"u8.ToArray(), System.Text.Encoding.UTF8.GetBytes(value), []);
        }

        return builder.ToArray(header);
    }

    /// <summary>Changes a batch and gives it a checksum that fits.</summary>
    public static byte[] Changed(byte[] batch, Action<byte[]> change)
    {
        change(batch);
        RecordBatchHeader.SetChecksum(batch);
        return batch;
    }
}
