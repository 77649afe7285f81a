using KafkaGen.Protocol;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Compressing;

/// <summary>
/// A batch whose records can be read, because they were not compressed, or have been decompressed into memory that this returns to its pool.
/// </summary>
internal readonly struct OpenedBatch : IDisposable
{
    /// <summary>How much a batch may decompress to, unless the caller says otherwise.</summary>
    public const int DefaultLimit = 64 * 1024 * 1024;

    private readonly PooledBytes? _decompressed;

    /// <param name="batch">A batch without a defect.</param>
    /// <param name="limit">How many bytes its records may decompress to.</param>
    /// <exception cref="ProtocolException">The records cannot be decompressed, or are more than <paramref name="limit"/>.</exception>
    public OpenedBatch(RecordBatch batch, int limit = DefaultLimit)
    {
        Batch = batch;
        if (batch.Header.Codec == CompressionCodec.None)
        {
            return;
        }

        _decompressed = new PooledBytes(limit);
        try
        {
            RecordCodec.Of(batch.Header.Codec).Decompress(batch.RecordBytes, _decompressed);
        }
        catch
        {
            _decompressed.Dispose();
            throw;
        }
    }

    /// <summary>The batch.</summary>
    public RecordBatch Batch { get; }

    /// <summary>Its records, in memory that is there until <see cref="Dispose"/>.</summary>
    public RecordEnumerator Records => Batch.ReadRecords(RecordBytes);

    /// <summary>The bytes of its records, in that memory.</summary>
    public ReadOnlyMemory<byte> RecordBytes => _decompressed is null ? Batch.RecordBytes : _decompressed.Memory;

    public void Dispose() => _decompressed?.Dispose();
}
