using System.IO.Compression;

namespace KafkaGen.Testing.Broker.Log;

internal static class Decompression
{
    public static ReadOnlyMemory<byte> Decompress(CompressionCodec codec, ReadOnlyMemory<byte> bytes)
    {
        if (codec != CompressionCodec.Gzip)
        {
            throw new InvalidDataException($"{codec} is not supported yet.");
        }

        using MemoryStream output = new();
        using GZipStream gzip = new(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        gzip.CopyTo(output);
        return output.ToArray();
    }
}
