using System.Buffers;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Compressing;

/// <summary>Compresses the records of a whole batch.</summary>
internal static class BatchCompression
{
    /// <summary>The batch, compressed where that makes it smaller; a codec that makes it larger is kept off.</summary>
    /// <param name="builder">The records.</param>
    /// <param name="template">Base offset, epoch, attributes and producer; the codec's bits are set here.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="level">Its level; null for its default.</param>
    public static byte[] ToArray(this RecordBatchBuilder builder, in RecordBatchHeader template, CompressionCodec codec, int? level = null)
    {
        RecordBatchHeader plain = template with { Attributes = template.Attributes & ~BatchAttributes.CodecMask };
        if (codec == CompressionCodec.None)
        {
            return builder.ToArray(plain);
        }

        using var compressed = new PooledBytes();
        RecordCodec.Of(codec).Compress(new ReadOnlySequence<byte>(builder.Records), level, compressed);
        return compressed.Memory.Length < builder.Records.Length
            ? builder.ToArray(plain with { Attributes = plain.Attributes | (BatchAttributes)codec }, compressed.Memory.Span)
            : builder.ToArray(plain);
    }
}
