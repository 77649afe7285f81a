using System.Buffers;
using System.Collections.Concurrent;
using ZstdSharp;

namespace KafkaGen.Compressing;

/// <summary>Zstandard frames (KIP-110).</summary>
internal sealed class ZstdCodec : RecordCodec
{
    public static readonly ZstdCodec Instance = new();

    /// <summary>What zstd itself takes for the best compromise, and Java's default.</summary>
    private const int DefaultLevel = 3;

    private const int LeastRoom = 16 * 1024;

    // A context has about a megabyte, which is worth more than a batch.
    private readonly ConcurrentBag<Compressor> _compressors = [];
    private readonly ConcurrentBag<Decompressor> _decompressors = [];

    public override void Compress(in ReadOnlySequence<byte> records, int? level, IBufferWriter<byte> output)
    {
        Compressor compressor = _compressors.TryTake(out Compressor? idle) ? idle : new Compressor();
        compressor.Level = level ?? DefaultLevel;
        ReadOnlySequence<byte> rest = records;
        bool isDone = false;
        while (!isDone)
        {
            bool isLast = rest.IsSingleSegment;
            OperationStatus status = compressor.WrapStream(
                rest.FirstSpan, output.GetSpan(LeastRoom), out int consumed, out int written, isFinalBlock: isLast);
            output.Advance(written);
            rest = rest.Slice(consumed);
            isDone = isLast && rest.IsEmpty && status == OperationStatus.Done;
        }

        // One that threw is not used again.
        _compressors.Add(compressor);
    }

    protected override void DecompressTo(PooledBytes output, ReadOnlyMemory<byte> compressed)
    {
        Decompressor decompressor = _decompressors.TryTake(out Decompressor? idle) ? idle : new Decompressor();
        ReadOnlySpan<byte> rest = compressed.Span;
        OperationStatus status = OperationStatus.NeedMoreData;
        while (!rest.IsEmpty || status == OperationStatus.DestinationTooSmall)
        {
            status = decompressor.UnwrapStream(rest, output.GetSpan(LeastRoom), out int consumed, out int written);
            output.Advance(written);
            rest = rest[consumed..];
            if (status == OperationStatus.InvalidData || (consumed == 0 && written == 0 && status != OperationStatus.Done))
            {
                throw new InvalidDataException("The frame is damaged");
            }
        }

        if (status != OperationStatus.Done)
        {
            throw new InvalidDataException("The frame is cut off");
        }

        _decompressors.Add(decompressor);
    }
}
