using System.Buffers;
using System.Buffers.Binary;
using Snappier;

namespace KafkaGen.Compressing;

/// <summary>
/// Snappy in the framing of xerial's snappy-java, the only one that every Kafka client reads: a header of 16 bytes, then blocks with their length.
/// Some clients write one bare block instead, so that both are read.
/// </summary>
internal sealed class SnappyCodec : RecordCodec
{
    public static readonly SnappyCodec Instance = new();

    /// <summary>How much snappy-java compresses at a time by default.</summary>
    private const int BlockSize = 32 * 1024;

    private const int HeaderSize = 16;

    /// <summary>The magic of the framing, its version and the oldest version that can read it.</summary>
    private static ReadOnlySpan<byte> Header => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1];

    private static ReadOnlySpan<byte> Magic => Header[..8];

    public override void Compress(in ReadOnlySequence<byte> records, int? level, IBufferWriter<byte> output)
    {
        output.Write(Header);
        byte[] gathered = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (ReadOnlySequence<byte> rest = records; !rest.IsEmpty;)
            {
                ReadOnlySequence<byte> block = rest.Slice(0, Math.Min(BlockSize, rest.Length));
                rest = rest.Slice(block.End);
                WriteBlock(output, Contiguous(block, gathered));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    protected override void DecompressTo(PooledBytes output, ReadOnlyMemory<byte> compressed)
    {
        ReadOnlySpan<byte> rest = compressed.Span;
        if (!rest.StartsWith(Magic))
        {
            ReadBlock(output, rest);
            return;
        }

        while (!rest.IsEmpty)
        {
            // Streams that were joined have a header each, also in the middle.
            if (rest.StartsWith(Magic))
            {
                rest = rest[HeaderSize..];
                continue;
            }

            int length = BinaryPrimitives.ReadInt32BigEndian(rest);
            ReadBlock(output, rest.Slice(sizeof(int), length));
            rest = rest[(sizeof(int) + length)..];
        }
    }

    private static ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> block, byte[] gathered)
    {
        if (block.IsSingleSegment)
        {
            return block.FirstSpan;
        }

        block.CopyTo(gathered);
        return gathered.AsSpan(0, (int)block.Length);
    }

    private static void WriteBlock(IBufferWriter<byte> output, ReadOnlySpan<byte> block)
    {
        Span<byte> room = output.GetSpan(sizeof(int) + Snappy.GetMaxCompressedLength(block.Length));
        int length = Snappy.Compress(block, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(room, length);
        output.Advance(sizeof(int) + length);
    }

    private static void ReadBlock(PooledBytes output, ReadOnlySpan<byte> block)
    {
        int length = Snappy.GetUncompressedLength(block);
        if (length > output.Left)
        {
            throw new InvalidDataException($"A block of {length} bytes is more than the {output.Left} that are left of the limit");
        }

        output.Advance(Snappy.Decompress(block, output.GetSpan(length)));
    }
}
