using KafkaGen.Accumulating;
using KafkaGen.Compressing;
using KafkaGen.Protocol.Records;
using KafkaGen.Transport;

namespace KafkaGen.Sending;

/// <summary>The records of a failed batch that no caller awaits.</summary>
/// <param name="topic">Their topic.</param>
/// <param name="batch">The batch, whose memory is kept.</param>
/// <param name="count">How many of its records nobody awaits.</param>
/// <param name="error">Why it failed.</param>
/// <param name="release">Gives its memory back.</param>
internal sealed class FailedBatch(TopicLane topic, ProducerBatch batch, int count, ProduceException error, Action<ProducerBatch> release) : FailedRecords(topic, count)
{
    internal override IEnumerable<DeliveryFailure> Copy()
    {
        using PooledBytes plain = new();
        List<DeliveryFailure> failures = new(Left);
        int index = 0;
        foreach (RecordView record in new RecordEnumerator(BatchCompressor.Plain(batch, plain), batch.Count))
        {
            if (batch.IsToNobody(index))
            {
                failures.Add(new DeliveryFailure(Copy(in record, index), error));
            }

            index++;
        }

        return failures;
    }

    protected override void GiveBack() => release(batch);

    private EncodedRecord Copy(in RecordView record, int index)
    {
        List<RecordHeader> headers = new(record.HeaderCount);
        foreach (RecordView.HeaderView header in record.Headers)
        {
            headers.Add(new RecordHeader(header.ReadKey(), CopyOf(header.Value) ?? ReadOnlyMemory<byte>.Empty));
        }

        return new EncodedRecord
        {
            Key = CopyOf(record.Key),
            Value = CopyOf(record.Value),
            Headers = headers,
            Partition = batch.Queue.Partition,
            Timestamp = batch.IsDated(index) ? DateTimeOffset.FromUnixTimeMilliseconds(batch.BaseTimestamp + record.TimestampDelta) : null,
        };
    }

    private static ReadOnlyMemory<byte>? CopyOf(NullableBytes bytes) => bytes.IsNull ? null : bytes.Span.ToArray();
}
