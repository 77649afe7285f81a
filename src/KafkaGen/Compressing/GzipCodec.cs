using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace KafkaGen.Compressing;

/// <summary>gzip, by the base class library.</summary>
internal sealed class GzipCodec : RecordCodec
{
    public static readonly GzipCodec Instance = new();

    public override void Compress(in ReadOnlySequence<byte> records, int? level, IBufferWriter<byte> output)
    {
        using GZipStream gzip = Open(new BufferWriterStream(output), level);
        foreach (ReadOnlyMemory<byte> piece in records)
        {
            gzip.Write(piece.Span);
        }
    }

    protected override void DecompressTo(PooledBytes output, ReadOnlyMemory<byte> compressed)
    {
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(compressed, out ArraySegment<byte> array) ? array : compressed.ToArray();
        using var input = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using var gzip = new GZipStream(input, CompressionMode.Decompress);
        for (int read = gzip.Read(output.GetSpan()); read > 0; read = gzip.Read(output.GetSpan()))
        {
            output.Advance(read);
        }
    }

#if NET9_0_OR_GREATER
    private static GZipStream Open(BufferWriterStream output, int? level) => level is { } exact
        ? new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = exact })
        : new GZipStream(output, CompressionLevel.Optimal);
#else
    // .NET 8 has three levels, which zlib knows as 1, 6 and 9.
    private static GZipStream Open(BufferWriterStream output, int? level) => new(output, level switch
    {
        <= 3 => CompressionLevel.Fastest,
        >= 8 => CompressionLevel.SmallestSize,
        _ => CompressionLevel.Optimal,
    });
#endif
}
