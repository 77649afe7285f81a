using System.Buffers;

namespace KafkaGen.Protocol.Records;

/// <summary>Makes a record batch in one piece of memory from the shared pool. Appending a record allocates nothing.</summary>
/// <remarks>
/// The batch begins behind room for its header, so that nothing is moved when it is done. A batch whose memory comes in pieces, or whose records are
/// compressed, uses <see cref="RecordEncoding"/>, <see cref="RecordBatchHeader"/> and <see cref="Crc32C"/> directly.
/// </remarks>
internal sealed class RecordBatchBuilder : IDisposable
{
    private byte[] _buffer;
    private int _used = RecordBatchHeader.Size;
    private long _baseTimestamp;
    private long _maxTimestamp = long.MinValue;

    /// <param name="capacity">The first size of the buffer, which grows as needed.</param>
    public RecordBatchBuilder(int capacity = 1024) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, RecordBatchHeader.Size));

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of header and records so far.</summary>
    public int Size => _used;

    /// <summary>The records so far, without the header.</summary>
    public ReadOnlyMemory<byte> Records => _buffer.AsMemory(RecordBatchHeader.Size, _used - RecordBatchHeader.Size);

    /// <summary>Appends a record with the next offset.</summary>
    /// <param name="timestamp">Milliseconds since 1970.</param>
    /// <param name="key">The key, or null.</param>
    /// <param name="value">The value, or null.</param>
    /// <param name="headers">The headers, in order.</param>
    public void Append(long timestamp, NullableBytes key, NullableBytes value, ReadOnlySpan<HeaderBytes> headers)
    {
        if (Count == 0)
        {
            _baseTimestamp = timestamp;
        }

        long delta = timestamp - _baseTimestamp;
        int bodySize = RecordEncoding.BodySize(delta, Count, key, value, headers);
        int size = RecordEncoding.Size(bodySize);
        if (_buffer.Length - _used < size)
        {
            Grow(size);
        }

        _used += RecordEncoding.Write(_buffer.AsSpan(_used), bodySize, delta, Count, key, value, headers);
        _maxTimestamp = Math.Max(_maxTimestamp, timestamp);
        Count++;
    }

    /// <summary>Writes the header, and returns the batch in the memory of the builder.</summary>
    /// <param name="template">Base offset, epoch, attributes and producer; what follows from the records is filled in.</param>
    public ReadOnlyMemory<byte> Build(in RecordBatchHeader template)
    {
        Complete(template, Count, _used).WriteTo(_buffer);
        RecordBatchHeader.SetChecksum(_buffer.AsSpan(0, _used));
        return _buffer.AsMemory(0, _used);
    }

    /// <summary>The batch as an array of its own.</summary>
    public byte[] ToArray(in RecordBatchHeader template) => Build(template).ToArray();

    /// <summary>The batch with its records compressed, as an array of its own.</summary>
    /// <param name="template">Base offset, epoch, attributes with the codec, and producer.</param>
    /// <param name="compressed">What the codec has made of <see cref="Records"/>.</param>
    public byte[] ToArray(in RecordBatchHeader template, ReadOnlySpan<byte> compressed)
    {
        byte[] batch = new byte[RecordBatchHeader.Size + compressed.Length];
        Complete(template, Count, batch.Length).WriteTo(batch);
        compressed.CopyTo(batch.AsSpan(RecordBatchHeader.Size));
        RecordBatchHeader.SetChecksum(batch);
        return batch;
    }

    /// <summary>Begins anew, with the same buffer.</summary>
    public void Reset()
    {
        _used = RecordBatchHeader.Size;
        _maxTimestamp = long.MinValue;
        Count = 0;
    }

    /// <summary>Gives the buffer back to the pool.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        Reset();
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RecordBatchHeader Complete(in RecordBatchHeader template, int count, int size) => template with
    {
        Length = size - RecordBatchHeader.LengthOverhead,
        Magic = RecordBatchHeader.CurrentMagic,
        LastOffsetDelta = count - 1,
        BaseTimestamp = _baseTimestamp,
        MaxTimestamp = _maxTimestamp,
        Count = count,
    };

    private void Grow(int size)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_used + size)));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
