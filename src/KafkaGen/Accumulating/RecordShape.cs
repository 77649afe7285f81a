using System.Text;
using KafkaGen.Contracts;
using KafkaGen.Protocol.Primitives;
using KafkaGen.Protocol.Records;

namespace KafkaGen.Accumulating;

/// <summary>An encoded record on its way into a batch: what its size is, as far as that does not depend on its place, and how it is written there.</summary>
internal readonly ref struct RecordShape
{
    // One byte of attributes, which have no meaning so far.
    private const int AttributesSize = 1;

    private readonly RecordBuffer _record;
    private readonly ReadOnlySpan<RecordHeader> _headers;
    private readonly int _fixedSize;

    /// <param name="record">The encoded record.</param>
    /// <param name="headers">Headers of the call, which go behind the record's own.</param>
    internal RecordShape(RecordBuffer record, ReadOnlySpan<RecordHeader> headers)
    {
        _record = record;
        _headers = headers;
        int size = AttributesSize + RecordEncoding.BytesSize(Key) + RecordEncoding.BytesSize(Value) + VarintSize(record.HeaderCount + headers.Length);
        for (int i = 0; i < record.HeaderCount; i++)
        {
            size = checked(size + RecordEncoding.BytesSize(record.HeaderName(i)) + RecordEncoding.BytesSize(record.HeaderValue(i)));
        }

        foreach (ref readonly RecordHeader header in headers)
        {
            int length = Encoding.UTF8.GetByteCount(header.Name);
            size = checked(size + VarintSize(length) + length + RecordEncoding.BytesSize(header.Value.Span));
        }

        _fixedSize = size;
    }

    /// <summary>The largest number of bytes that the record takes in a batch, wherever it stands.</summary>
    internal int LargestSize => checked(_fixedSize + Varint.MaxLength64 + Varint.MaxLength32 + Varint.MaxLength32);

    /// <summary>The bytes behind the length of the record.</summary>
    internal int BodySize(long timestampDelta, int offsetDelta) =>
        _fixedSize + Varint.Length(Varint.ZigZag(timestampDelta)) + VarintSize(offsetDelta);

    /// <summary>Writes the record, and returns how many bytes that were.</summary>
    internal int Write(Span<byte> output, int bodySize, long timestampDelta, int offsetDelta)
    {
        int at = Varint.Write(output, Varint.ZigZag(bodySize));
        output[at++] = 0;
        at += Varint.Write(output[at..], Varint.ZigZag(timestampDelta));
        at += Varint.Write(output[at..], Varint.ZigZag(offsetDelta));
        at += RecordEncoding.WriteBytes(output[at..], Key);
        at += RecordEncoding.WriteBytes(output[at..], Value);
        at += Varint.Write(output[at..], Varint.ZigZag(_record.HeaderCount + _headers.Length));
        for (int i = 0; i < _record.HeaderCount; i++)
        {
            at += RecordEncoding.WriteBytes(output[at..], _record.HeaderName(i));
            at += RecordEncoding.WriteBytes(output[at..], _record.HeaderValue(i));
        }

        foreach (ref readonly RecordHeader header in _headers)
        {
            int length = Encoding.UTF8.GetByteCount(header.Name);
            at += Varint.Write(output[at..], Varint.ZigZag(length));
            at += Encoding.UTF8.GetBytes(header.Name, output[at..]);
            at += RecordEncoding.WriteBytes(output[at..], header.Value.Span);
        }

        return at;
    }

    private NullableBytes Key => _record.HasKey ? new NullableBytes(_record.Key) : NullableBytes.Null;

    private NullableBytes Value => _record.IsTombstone ? NullableBytes.Null : new NullableBytes(_record.Value);

    private static int VarintSize(int value) => Varint.Length(Varint.ZigZag(value));
}
