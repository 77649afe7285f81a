using System.Buffers;
using KafkaGen.Protocol;

namespace KafkaGen.Compressing;

/// <summary>
/// A codec for the records of a batch; the batch's header is never compressed. What it writes is what Kafka's Java client reads, and it reads what
/// any client writes.
/// </summary>
internal abstract class RecordCodec
{
    /// <summary>The codec with a number of a batch's attributes. One that is never asked for is never loaded.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="codec"/> is none.</exception>
    public static RecordCodec Of(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Gzip => GzipCodec.Instance,
        CompressionCodec.Snappy => SnappyCodec.Instance,
        CompressionCodec.Lz4 => Lz4Codec.Instance,
        CompressionCodec.Zstd => ZstdCodec.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "There is no such codec."),
    };

    /// <summary>Compresses records.</summary>
    /// <param name="records">The records of a batch, in one piece or several.</param>
    /// <param name="level">The level, within what <see cref="CompressionCodec"/> says; null for the codec's default.</param>
    /// <param name="output">Where the result goes.</param>
    public abstract void Compress(in ReadOnlySequence<byte> records, int? level, IBufferWriter<byte> output);

    /// <summary>Decompresses records.</summary>
    /// <param name="compressed">What stands behind the header of a batch.</param>
    /// <param name="output">Where the result goes. Its limit bounds what damaged or malicious bytes can make of themselves.</param>
    /// <exception cref="ProtocolException">The bytes are not of this codec, or become more than the limit of <paramref name="output"/>.</exception>
    public void Decompress(ReadOnlyMemory<byte> compressed, PooledBytes output)
    {
        try
        {
            DecompressTo(output, compressed);
        }
        catch (Exception exception) when (exception is not (ProtocolException or OutOfMemoryException))
        {
            // Each library has exceptions of its own for damaged bytes, none of them documented as the only one.
            throw new ProtocolException($"{GetType().Name} records", "", 0, $"cannot be decompressed ({exception.Message})", exception);
        }
    }

    /// <summary>The work of <see cref="Decompress"/>, which may throw anything on damaged bytes.</summary>
    protected abstract void DecompressTo(PooledBytes output, ReadOnlyMemory<byte> compressed);
}
