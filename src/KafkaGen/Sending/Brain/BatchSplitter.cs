using System.Buffers;
using KafkaGen.Accumulating;
using KafkaGen.Compressing;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Sending.Brain;

/// <summary>Makes two batches of one that is too large for its topic.</summary>
internal static class BatchSplitter
{
    /// <summary>The halves of a batch of at least two records, not compressed.</summary>
    internal static (ProducerBatch First, ProducerBatch Second) Split(ProducerBatch whole, Room room)
    {
        using PooledBytes plain = new();
        ReadOnlyMemory<byte> records = BatchCompressor.Plain(whole, plain);
        int half = whole.Count / 2;
        ProducerBatch first = Part(whole, records, 0, half, room);
        ProducerBatch second = Part(whole, records, half, whole.Count - half, room);
        whole.ShareCredits(first, second, room);
        return (first, second);
    }

    private static ProducerBatch Part(ProducerBatch whole, ReadOnlyMemory<byte> records, int from, int count, Room room)
    {
        ArrayBufferWriter<byte> output = new();
        int index = 0;
        long latest = long.MinValue;
        foreach (RecordView record in new RecordEnumerator(records, whole.Count))
        {
            if (index >= from && index < from + count)
            {
                List<HeaderBytes> headers = [];
                foreach (RecordView.HeaderView header in record.Headers)
                {
                    headers.Add(new HeaderBytes(header.KeyBytes.ToArray(), header.Value.ToArray()));
                }

                ReadOnlySpan<HeaderBytes> written = headers.ToArray();
                int bodySize = RecordEncoding.BodySize(record.TimestampDelta, index - from, record.Key, record.Value, written);
                Span<byte> place = output.GetSpan(RecordEncoding.Size(bodySize));
                output.Advance(RecordEncoding.Write(place, bodySize, record.TimestampDelta, index - from, record.Key, record.Value, written));
                latest = Math.Max(latest, whole.BaseTimestamp + record.TimestampDelta);
            }

            index++;
        }

        Piece piece = room.Make(RecordBatchHeader.Size + output.WrittenCount, whole.Queue.Share);
        output.WrittenSpan.CopyTo(piece.Bytes.AsSpan(RecordBatchHeader.Size));
        piece.Used = piece.Bytes.Length;
        return whole.Part([piece], from, count, latest);
    }
}
