using System.Buffers;
using System.Buffers.Binary;

namespace KafkaGen.Protocol.Primitives;

/// <summary>
/// Writes the primitives of Kafka's protocol into memory from the shared pool. Large record batches are not copied: they stay where they are and are
/// spliced in, so that what goes to a socket is a list of pieces.
/// </summary>
/// <remarks>Memory that was spliced in must not change until the pieces have been sent. A writer is reused after <see cref="Reset"/>.</remarks>
internal sealed class ProtocolWriter : IDisposable
{
    /// <summary>Copying so little costs less than another piece in a gathering write.</summary>
    private const int LargestCopy = 4096;

    private readonly List<(int At, ReadOnlySequence<byte> Bytes)> _splices = [];
    private byte[] _buffer;
    private int _used;
    private long _spliced;

    /// <param name="capacity">The first size of the buffer, which grows as needed.</param>
    public ProtocolWriter(int capacity = 512) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many bytes have been written, those that were spliced in too.</summary>
    public long Length => _used + _spliced;

    public void WriteByte(byte value) => Take(1)[0] = value;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(2), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(4), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

    public void WriteFloat64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);

    public void WriteGuid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    public void WriteUnsignedVarint(uint value)
    {
        Reserve(Varint.MaxLength32);
        _used += Varint.Write(_buffer.AsSpan(_used), value);
    }

    public void WriteBytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes record batches: few bytes as a copy, many by reference.</summary>
    public void Splice(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.Length <= LargestCopy)
        {
            bytes.CopyTo(Take((int)bytes.Length));
            return;
        }

        _splices.Add((_used, bytes));
        _spliced += bytes.Length;
    }

    /// <summary>The next <paramref name="length"/> bytes, to be filled by the caller.</summary>
    public Span<byte> Take(int length)
    {
        Reserve(length);
        Span<byte> taken = _buffer.AsSpan(_used, length);
        _used += length;
        return taken;
    }

    /// <summary>Leaves room for the length of a frame, which <see cref="EndFrame"/> fills in.</summary>
    /// <returns>The mark that <see cref="EndFrame"/> asks for.</returns>
    public FrameMark BeginFrame()
    {
        Take(4);
        return new FrameMark(_used, Length);
    }

    /// <summary>Writes how long the frame since <paramref name="mark"/> has become.</summary>
    public void EndFrame(FrameMark mark) =>
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(mark.Used - 4), checked((int)(Length - mark.Length)));

    /// <summary>Where the next byte goes, for <see cref="InsertUnsignedVarint"/>.</summary>
    public int Mark => _used;

    /// <summary>
    /// Puts a number before what was written since <paramref name="mark"/>. The size of a tagged field and the number of tagged fields come first,
    /// but are known last, and are too rare to be counted in a pass of their own.
    /// </summary>
    public void InsertUnsignedVarint(int mark, uint value)
    {
        int length = Varint.Length(value);
        Reserve(length);
        _buffer.AsSpan(mark, _used - mark).CopyTo(_buffer.AsSpan(mark + length));
        Varint.Write(_buffer.AsSpan(mark), value);
        _used += length;
    }

    /// <summary>Adds what was written to <paramref name="pieces"/>, in order.</summary>
    public void CopyTo(List<ReadOnlyMemory<byte>> pieces)
    {
        int from = 0;
        foreach ((int at, ReadOnlySequence<byte> bytes) in _splices)
        {
            if (at > from)
            {
                pieces.Add(_buffer.AsMemory(from, at - from));
                from = at;
            }

            foreach (ReadOnlyMemory<byte> piece in bytes)
            {
                pieces.Add(piece);
            }
        }

        if (_used > from)
        {
            pieces.Add(_buffer.AsMemory(from, _used - from));
        }
    }

    /// <summary>What was written, as one array of its own.</summary>
    public byte[] ToArray()
    {
        byte[] all = new byte[Length];
        List<ReadOnlyMemory<byte>> pieces = [];
        CopyTo(pieces);
        int at = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            piece.CopyTo(all.AsMemory(at));
            at += piece.Length;
        }

        return all;
    }

    /// <summary>Begins anew, with the same buffer.</summary>
    public void Reset()
    {
        _used = 0;
        _spliced = 0;
        _splices.Clear();
    }

    /// <summary>Gives the buffer back to the pool. Pieces of it must not be used any more.</summary>
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

    private void Reserve(int length)
    {
        if (_buffer.Length - _used < length)
        {
            Grow(length);
        }
    }

    private void Grow(int length)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, checked(_used + length)));
        _buffer.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Where the content of a frame begins.</summary>
    internal readonly record struct FrameMark(int Used, long Length);
}
