using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using KafkaGen.Protocol;

namespace KafkaGen.Connections;

/// <summary>Cuts what a connection receives into frames. Several small ones come with one call to the system; one that is larger than the buffer lets it grow as its bytes come.</summary>
internal sealed class FrameBuffer(int maxFrame) : IDisposable
{
    private const int FirstCapacity = 32 * 1024;
    private const byte TlsAlert = 0x15;
    private const byte TlsMajorVersion = 3;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstCapacity);
    private int _from;
    private int _filled;
    private bool _isFirst = true;

    /// <summary>Where the next bytes go. Never empty.</summary>
    internal Span<byte> Free
    {
        get
        {
            Compact();
            return _bytes.AsSpan(_filled);
        }
    }

    /// <summary>Bytes have come.</summary>
    internal void Advance(int count) => _filled += count;

    /// <summary>The next whole frame, in an array of the shared pool, which the caller gives back.</summary>
    /// <exception cref="ProtocolException">What came is no frame.</exception>
    internal bool TryTake(out byte[] frame, out int length)
    {
        frame = [];
        length = 0;
        ReadOnlySpan<byte> left = _bytes.AsSpan(_from, _filled - _from);
        if (left.Length < MessageFrame.LengthSize)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32BigEndian(left);
        if (length < sizeof(int) || length > maxFrame)
        {
            throw new ProtocolException("frame", "length", 0, Refusal(left, length));
        }

        _isFirst = false;
        if (left.Length - MessageFrame.LengthSize < length)
        {
            return false;
        }

        frame = ArrayPool<byte>.Shared.Rent(length);
        left.Slice(MessageFrame.LengthSize, length).CopyTo(frame);
        _from += MessageFrame.LengthSize + length;
        return true;
    }

    public void Dispose()
    {
        byte[] bytes = _bytes;
        _bytes = [];
        (_from, _filled) = (0, 0);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private string Refusal(ReadOnlySpan<byte> start, int length)
    {
        if (_isFirst && start[0] == TlsAlert && start[1] == TlsMajorVersion)
        {
            return "is a TLS alert: the broker expects TLS on this port, and this connection is plain (security.protocol)";
        }

        return string.Create(CultureInfo.InvariantCulture, $"is {length}, and frames have 4 to {maxFrame} bytes: the other side speaks something else than Kafka's protocol");
    }

    // The rest goes to the front; a frame that is larger than the buffer gets twice the room each time it is full, so that a length alone takes no memory.
    private void Compact()
    {
        int left = _filled - _from;
        if (left == 0)
        {
            (_from, _filled) = (0, 0);
            if (_bytes.Length > FirstCapacity)
            {
                Move(FirstCapacity);
            }
        }
        else if (_filled == _bytes.Length)
        {
            if (left > _bytes.Length / 2)
            {
                Move(_bytes.Length * 2);
            }
            else
            {
                Buffer.BlockCopy(_bytes, _from, _bytes, 0, left);
                (_from, _filled) = (0, left);
            }
        }
    }

    private void Move(int capacity)
    {
        byte[] other = ArrayPool<byte>.Shared.Rent(capacity);
        int left = _filled - _from;
        Buffer.BlockCopy(_bytes, _from, other, 0, left);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = other;
        (_from, _filled) = (0, left);
    }
}
