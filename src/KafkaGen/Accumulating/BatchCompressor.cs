using System.Buffers;
using KafkaGen.Compressing;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Accumulating;

/// <summary>Compresses the records of a batch that is closed and that nobody else looks at, and makes them plain again.</summary>
internal static class BatchCompressor
{
    /// <summary>The records of a batch as they were before they were compressed.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="memory">Where they are put.</param>
    internal static ReadOnlyMemory<byte> Plain(ProducerBatch batch, PooledBytes memory)
    {
        ReadOnlySequence<byte> records = batch.Records;
        if (batch.Codec == CompressionCodec.None)
        {
            int size = (int)records.Length;
            records.CopyTo(memory.GetSpan(size));
            memory.Advance(size);
        }
        else
        {
            RecordCodec.Of(batch.Codec).Decompress(records.ToArray(), memory);
        }

        return memory.Memory;
    }

    /// <summary>Puts the compressed records in the place of the plain ones, where that makes the batch smaller.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="codec">The codec; none does nothing.</param>
    /// <param name="level">Its level; <see langword="null"/> for the codec's default.</param>
    /// <param name="room">Where the memory comes from and goes to.</param>
    internal static void Compress(ProducerBatch batch, CompressionCodec codec, int? level, Room room)
    {
        if (codec == CompressionCodec.None)
        {
            return;
        }

        using PooledBytes compressed = new();
        RecordCodec.Of(codec).Compress(batch.Records, level, compressed);
        int size = RecordBatchHeader.Size + compressed.Memory.Length;
        if (size >= batch.Size)
        {
            return;
        }

        Piece piece = room.Make(size, batch.Queue.Share);
        compressed.Memory.Span.CopyTo(piece.Bytes.AsSpan(RecordBatchHeader.Size));
        piece.Used = size;
        room.Return(batch.Replace(codec, [piece]));
    }
}
