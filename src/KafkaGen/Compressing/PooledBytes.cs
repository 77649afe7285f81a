using System.Buffers;

namespace KafkaGen.Compressing;

/// <summary>Bytes that a codec makes, in memory from the shared pool, with a bound: a few bytes can decompress to any number.</summary>
/// <param name="limit">How many bytes are taken; one more is an <see cref="InvalidDataException"/>.</param>
internal sealed class PooledBytes(int limit = int.MaxValue) : IBufferWriter<byte>, IDisposable
{
    private const int LeastRoom = 4096;

    private byte[] _buffer = [];
    private int _used;

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _used);

    /// <summary>How many more bytes are taken.</summary>
    public int Left => limit - _used;

    public void Advance(int count)
    {
        if (count > Left)
        {
            throw new InvalidDataException($"The records decompress to more than {limit} bytes");
        }

        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _buffer.AsSpan(_used);
    }

    /// <summary>Begins anew, with the same buffer.</summary>
    public void Reset() => _used = 0;

    /// <summary>Gives the buffer back to the pool.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _used = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Reserve(int sizeHint)
    {
        int needed = checked(_used + Math.Max(sizeHint, 1));
        if (_buffer.Length >= needed)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(needed, LeastRoom), _buffer.Length * 2L)));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = larger;
    }
}
