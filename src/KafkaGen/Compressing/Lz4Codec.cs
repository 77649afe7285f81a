using System.Buffers;
using K4os.Compression.LZ4;
using K4os.Compression.LZ4.Streams;

namespace KafkaGen.Compressing;

/// <summary>LZ4 frames with independent blocks: Java refuses blocks that depend on each other.</summary>
internal sealed class Lz4Codec : RecordCodec
{
    public static readonly Lz4Codec Instance = new();

    /// <summary>What Java and librdkafka write.</summary>
    private const int BlockSize = 64 * 1024;

    public override void Compress(in ReadOnlySequence<byte> records, int? level, IBufferWriter<byte> output) => LZ4Frame.Encode(
        records,
        output,
        new LZ4EncoderSettings
        {
            ChainBlocks = false,
            BlockSize = BlockSize,
            BlockChecksum = false,
            ContentChecksum = false,
            CompressionLevel = Level(level),
        });

    protected override void DecompressTo(PooledBytes output, ReadOnlyMemory<byte> compressed) => LZ4Frame.Decode(compressed.Span, output);

    /// <summary>LZ4 itself knows the fast algorithm and, from 3 on, the levels of the thorough one.</summary>
    private static LZ4Level Level(int? level) => level is null or < (int)LZ4Level.L03_HC ? LZ4Level.L00_FAST : (LZ4Level)level;
}
