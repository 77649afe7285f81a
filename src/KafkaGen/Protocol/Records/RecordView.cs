using System.Text;
using KafkaGen.Protocol.Primitives;

namespace KafkaGen.Protocol.Records;

/// <summary>A record in the memory of its batch; nothing is copied or allocated to look at it.</summary>
internal readonly ref struct RecordView
{
    private readonly ReadOnlySpan<byte> _headers;

    private RecordView(long timestampDelta, int offsetDelta, NullableBytes key, NullableBytes value, int headerCount, ReadOnlySpan<byte> headers)
    {
        TimestampDelta = timestampDelta;
        OffsetDelta = offsetDelta;
        Key = key;
        Value = value;
        HeaderCount = headerCount;
        _headers = headers;
    }

    /// <summary>Its time less the base timestamp of the batch.</summary>
    public long TimestampDelta { get; }

    /// <summary>Its offset less the base offset of the batch.</summary>
    public int OffsetDelta { get; }

    public NullableBytes Key { get; }

    public NullableBytes Value { get; }

    public int HeaderCount { get; }

    /// <summary>Its headers, in order.</summary>
    public HeaderEnumerator Headers => new(_headers, HeaderCount);

    /// <summary>Reads a record, whose headers have been looked through too, from the bytes behind its length.</summary>
    internal static RecordView Read(scoped ref ProtocolReader reader, int end)
    {
        // Attributes of single records have no meaning so far.
        reader.ReadByte("attributes");
        long timestampDelta = reader.ReadVarlong(nameof(TimestampDelta));
        int offsetDelta = reader.ReadVarint(nameof(OffsetDelta));
        NullableBytes key = ReadBytes(ref reader, nameof(Key));
        NullableBytes value = ReadBytes(ref reader, nameof(Value));
        int headerCount = reader.ReadVarint(nameof(HeaderCount));

        // A header has two lengths at least.
        if (headerCount < 0 || headerCount > (end - reader.Offset) / 2)
        {
            reader.Throw(nameof(HeaderCount), $"{headerCount} headers do not fit the record");
        }

        ReadOnlySpan<byte> rest = reader.PeekRest();
        int headersFrom = reader.Offset;
        for (int index = 0; index < headerCount; index++)
        {
            if (ReadBytes(ref reader, "header key").IsNull)
            {
                reader.Throw("header key", "is null");
            }

            ReadBytes(ref reader, "header value");
        }

        if (reader.Offset != end)
        {
            reader.Throw("", $"the record ends at byte {end} by its length");
        }

        return new RecordView(timestampDelta, offsetDelta, key, value, headerCount, rest[..(end - headersFrom)]);
    }

    private static NullableBytes ReadBytes(scoped ref ProtocolReader reader, string field)
    {
        int length = reader.ReadVarint(field);
        return length == -1 ? NullableBytes.Null : reader.Take(length, field);
    }

    /// <summary>A header in the memory of its batch.</summary>
    internal readonly ref struct HeaderView(ReadOnlySpan<byte> key, NullableBytes value)
    {
        /// <summary>Its name in UTF-8.</summary>
        public ReadOnlySpan<byte> KeyBytes { get; } = key;

        public NullableBytes Value { get; } = value;

        /// <summary>Its name, as a new text.</summary>
        public string ReadKey() => Encoding.UTF8.GetString(KeyBytes);
    }

    /// <summary>The headers of a record. They have been looked through when the record was read, so that reading them cannot fail.</summary>
    internal ref struct HeaderEnumerator(ReadOnlySpan<byte> bytes, int count)
    {
        private ReadOnlySpan<byte> _bytes = bytes;
        private int _left = count;

        public HeaderView Current { get; private set; }

        public readonly HeaderEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            ReadOnlySpan<byte> key = Next().Span;
            Current = new HeaderView(key, Next());
            return true;
        }

        private NullableBytes Next()
        {
            int at = Varint.TryRead(_bytes, out uint encoded);
            int length = Varint.UnZigZag(encoded);
            NullableBytes bytes = length < 0 ? NullableBytes.Null : _bytes.Slice(at, length);
            _bytes = _bytes[(at + Math.Max(length, 0))..];
            return bytes;
        }
    }
}
